package dev.svar.classic;

import static java.util.Objects.requireNonNull;

import dev.svar.ConnectionException;
import dev.svar.Target;
import dev.svar.internal.engine.Scope;
import dev.svar.internal.engine.Serving;
import dev.svar.internal.engine.Subscriber;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Consumers that begin and end together. Thread-safe.
 *
 * <p>A consumer's queue exists when its {@code create…} method returns, and what arrives from then
 * on waits until {@link #consumeInThread}: as much as may run at a time waits here, the rest at the
 * broker. Consumers that are created after that work at once. At most {@code rpc_thread_pool_size}
 * methods of each consumer run at a time; a message is acknowledged when it gets a worker,
 * immediately before its method starts, so that it runs at most once.
 *
 * <p>After {@link #close} every other method throws {@link InvalidRpcConnectionReuseException}.
 */
public final class Connection implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final RpcBackend backend;
  private final String name;
  private final Runnable release;
  private final ReentrantLock lock = new ReentrantLock();
  private final List<Subscriber> consumers = new ArrayList<>(); // guarded by lock
  private boolean consuming; // guarded by lock
  private boolean closed; // guarded by lock

  Connection(RpcBackend backend, int number, Runnable release, String kind) {
    this.backend = backend;
    this.name = "connection " + number + kind + " of " + backend;
    this.release = release;
  }

  /**
   * Takes the messages of {@code topic}: each consumer of a topic gets some of them, or with {@code
   * fanout} a copy of each fanout. Blocks until the broker has the queue, at most 60 s.
   *
   * @param topic also {@code topic.host}: see {@link RpcBackend#queueGetFor}
   * @param proxy what runs them, such as an {@link RpcDispatcher}; on a worker
   * @throws ConnectionException if the broker could not be reached in time, or refused
   */
  public void createConsumer(String topic, Dispatcher proxy, boolean fanout) {
    consume(backend.target(topic).withFanout(fanout), new Scope.Single(null), proxy);
  }

  /** As {@link #createConsumer(String, Dispatcher, boolean)} without fanout. */
  public void createConsumer(String topic, Dispatcher proxy) {
    createConsumer(topic, proxy, false);
  }

  /**
   * Takes the messages of {@code topic} through a queue of another name: the workers of one pool
   * share them, and each pool gets a copy. Blocks as {@link #createConsumer}.
   */
  public void createWorker(String topic, Dispatcher proxy, String poolName) {
    consume(backend.target(topic), pool(topic, poolName), proxy);
  }

  /** As {@link #joinConsumerPool(MessageCallback, String, String, String, boolean)}. */
  public void joinConsumerPool(
      MessageCallback callback, String poolName, String topic, @Nullable String exchangeName) {
    joinConsumerPool(callback, poolName, topic, exchangeName, true);
  }

  /**
   * Takes messages of {@code topic} as they are: nothing is dispatched, answered, or checked for
   * repetitions. The members of a pool share them, and each pool gets a copy. Blocks as {@link
   * #createConsumer}.
   *
   * @param exchangeName null for the control exchange
   * @param ackOnError true: a message is acknowledged before the callback gets it, and what that
   *     throws is logged at ERROR. False: one message at a time, acknowledged after the callback,
   *     and back in its queue if that throws: one that always fails comes again and again
   */
  public void joinConsumerPool(
      MessageCallback callback,
      String poolName,
      String topic,
      @Nullable String exchangeName,
      boolean ackOnError) {
    requireNonNull(callback, "callback");
    Target target = backend.target(topic);
    start(
        backend
            .engine()
            .serve(
                new Serving(
                    exchangeName == null ? target : target.withExchange(exchangeName),
                    pool(topic, poolName),
                    true,
                    ackOnError ? backend.threadPoolSize() : 1,
                    null,
                    null,
                    !ackOnError),
                callback::received));
  }

  /** A pool that is named like the topic is the topic's own queue. */
  private static Scope pool(String topic, String name) {
    requireNonNull(name, "poolName");
    return new Scope.Single(name.equals(topic) ? null : name);
  }

  private void consume(Target target, Scope scope, Dispatcher proxy) {
    start(
        backend
            .engine()
            .serve(
                new Serving(target, scope, true, backend.threadPoolSize(), null, null, false),
                new ConsumerHandler(requireNonNull(proxy, "proxy"), backend.errors())));
  }

  private void start(Subscriber consumer) {
    lock.lock();
    try {
      checkOpen();
      consumers.add(consumer);
    } finally {
      lock.unlock();
    }
    try {
      consumer.start(LIMIT);
    } catch (RuntimeException e) {
      forget(consumer);
      throw e;
    }
    if (isConsuming()) {
      consumer.admit();
    }
  }

  private void forget(Subscriber consumer) {
    lock.lock();
    try {
      consumers.remove(consumer);
    } finally {
      lock.unlock();
    }
    consumer.close(Duration.ZERO);
  }

  private boolean isConsuming() {
    lock.lock();
    try {
      return consuming;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Runs what the consumers get from here on, on threads of their own. Does not block. Again does
   * nothing; without consumers nothing happens until one is created.
   */
  public void consumeInThread() {
    List<Subscriber> waiting;
    lock.lock();
    try {
      checkOpen();
      consuming = true;
      waiting = List.copyOf(consumers);
    } finally {
      lock.unlock();
    }
    waiting.forEach(Subscriber::admit);
  }

  /**
   * Ends the consumers: takes nothing more, waits until what runs is done, at most 60 s in all, and
   * gives back what has not started. A pooled connection may be used by somebody else then. Not to
   * be called from a method that it runs. Blocks. Again does nothing.
   */
  @Override
  public void close() {
    List<Subscriber> ending;
    lock.lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      ending = List.copyOf(consumers);
    } finally {
      lock.unlock();
    }
    long deadline = System.nanoTime() + LIMIT.toNanos();
    for (Subscriber consumer : ending) {
      consumer.close(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
    }
    release.run();
  }

  private void checkOpen() {
    if (closed) {
      throw new InvalidRpcConnectionReuseException();
    }
  }

  /** Its number, and the bus: a pooled connection that is used again has the same. */
  @Override
  public String toString() {
    return name;
  }
}
