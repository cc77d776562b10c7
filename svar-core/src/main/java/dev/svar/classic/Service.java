package dev.svar.classic;

import static java.util.Objects.requireNonNull;

import dev.svar.MessagingException;
import dev.svar.Serializer;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server of one host and topic: takes what is sent to {@code topic}, to {@code topic.host} and to
 * every host ({@code rpc/service.py}). Thread-safe. May be extended by a class that is its own
 * manager.
 */
public class Service {
  private static final Logger log = LoggerFactory.getLogger(Service.class);

  /** Of a manager that prepares something when its service starts. */
  @FunctionalInterface
  public interface Hook {

    /** Called by {@link Service#start} when the consumers exist, before anything runs. */
    void initializeServiceHook(Service service);
  }

  private final Supplier<RpcBackend> backend;
  private final String host;
  private final String topic;
  private final Object manager;
  private final Serializer serializer;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Connection connection; // guarded by lock

  /** A service on {@link Rpc#backend} that converts nothing. */
  public Service(String host, String topic, @Nullable Object manager) {
    this(Rpc::backend, host, topic, manager, Serializer.NONE);
  }

  /**
   * A service on a backend of the application's.
   *
   * @param manager whose public methods are exposed, as {@link RpcDispatcher} does; null for those
   *     that a subclass of this class adds
   * @param serializer converts arguments and results
   */
  public Service(
      RpcBackend backend,
      String host,
      String topic,
      @Nullable Object manager,
      Serializer serializer) {
    this(() -> backend, host, topic, manager, serializer);
    requireNonNull(backend, "backend");
  }

  private Service(
      Supplier<RpcBackend> backend,
      String host,
      String topic,
      @Nullable Object manager,
      Serializer serializer) {
    this.backend = backend;
    this.host = requireNonNull(host, "host");
    this.topic = requireNonNull(topic, "topic");
    this.manager = manager != null ? manager : this;
    this.serializer = requireNonNull(serializer, "serializer");
  }

  /**
   * Creates the three consumers, calls the manager's {@link Hook} if it is one, and consumes.
   * Blocks as {@link Connection#createConsumer}.
   *
   * @throws IllegalStateException if it runs
   */
  public final void start() {
    RpcDispatcher dispatcher = new RpcDispatcher(List.of(manager), serializer);
    Connection made = backend.get().createConnection();
    lock.lock();
    try {
      if (connection != null) {
        made.close();
        throw new IllegalStateException("start: " + this + " runs (expected: stop before)");
      }
      connection = made;
    } finally {
      lock.unlock();
    }
    try {
      made.createConsumer(topic, dispatcher);
      made.createConsumer(RpcBackend.queueGetFor(topic, host), dispatcher);
      made.createConsumer(topic, dispatcher, true);
      if (manager instanceof Hook hook) {
        hook.initializeServiceHook(this);
      }
      made.consumeInThread();
    } catch (RuntimeException e) {
      stop();
      throw e;
    }
  }

  /** Closes its connection, as {@link Connection#close}. Not running, it does nothing. */
  public final void stop() {
    Connection ending;
    lock.lock();
    try {
      ending = connection;
      connection = null;
    } finally {
      lock.unlock();
    }
    if (ending == null) {
      return;
    }
    try {
      ending.close();
    } catch (MessagingException e) {
      log.warn("{} did not stop cleanly", this, e);
    }
  }

  public final String host() {
    return host;
  }

  public final String topic() {
    return topic;
  }

  /** {@code topic.host}. */
  @Override
  public String toString() {
    return RpcBackend.queueGetFor(topic, host);
  }
}
