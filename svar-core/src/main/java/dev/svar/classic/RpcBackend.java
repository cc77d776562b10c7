package dev.svar.classic;

import static java.util.Objects.requireNonNull;

import dev.svar.ClosedException;
import dev.svar.ConfigurationException;
import dev.svar.Context;
import dev.svar.DeliveryException;
import dev.svar.MalformedReplyException;
import dev.svar.Target;
import dev.svar.Transport;
import dev.svar.internal.config.ClassicSettings;
import dev.svar.internal.engine.Engine;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The verbs of openstack.common.rpc on one message bus. Opened by an application, and closed by it.
 * Thread-safe.
 *
 * <p>A message is a map: {@code method}, and maybe {@code args} by name, {@code version} and {@code
 * namespace}. It is copied, never changed, and may be used again. The context travels with it: any
 * {@link Context}, such as a {@link RequestContext}, or {@code Context.of(map)}.
 *
 * <pre>{@code
 * try (RpcBackend rpc = RpcBackend.open(RpcOptions.builder().option("rabbit_host", "broker").build())) {
 *   Object answer = rpc.call(context, "compute", Map.of("method", "echo", "args", Map.of("value", 42)));
 * }
 * }</pre>
 */
public final class RpcBackend implements AutoCloseable {
  private final ClassicSettings settings;
  private final Transports transports;
  private final Engine engine;
  private final PythonErrors errors;
  private final ConnectionPool pool;
  private final Sending sending;
  private final NotifierApi notifier;
  private volatile String defaultExchange;

  private RpcBackend(ClassicSettings settings, Transport.Builder builder, String exchange) {
    this.settings = settings;
    this.transports = new Transports(settings, builder);
    this.engine = transports.open();
    this.errors = new PythonErrors(engine.remoteTypes(), settings.allowedExceptionModules());
    this.pool = new ConnectionPool(settings.connectionPoolSize());
    this.sending = new Sending(settings, engine, errors);
    this.notifier = new NotifierApi(this, settings);
    this.defaultExchange = exchange;
  }

  /**
   * Opens the bus that {@code options} name. Does not connect, and does not block.
   *
   * @throws ConfigurationException if no driver serves what they name, or an option is wrong
   */
  public static RpcBackend open(RpcOptions options) {
    return open(options, Transport.builder());
  }

  /**
   * As {@link #open(RpcOptions)}, on a transport with more settings than those options know, such
   * as {@link Transport.Builder#remoteType} or {@link Transport.Builder#observer}. Its URL,
   * exchange and response timeout come from {@code options}; it belongs to the backend from here
   * on.
   */
  public static RpcBackend open(RpcOptions options, Transport.Builder builder) {
    return open(options, builder, "openstack");
  }

  static RpcBackend open(RpcOptions options, Transport.Builder builder, String exchange) {
    return new RpcBackend(options.settings(), builder, exchange);
  }

  /**
   * The transport underneath, for clients and servers of {@link dev.svar.rpc} on the same bus. It
   * is closed with the backend.
   */
  public Transport transport() {
    return engine;
  }

  /** As {@link #call(Context, String, Map, Duration, boolean)} with everything by default. */
  public @Nullable Object call(
      Context context, String topic, Map<String, ? extends @Nullable Object> msg) {
    return call(context, topic, msg, null, false);
  }

  /** As {@link #call(Context, String, Map, Duration, boolean)} without a look at locks. */
  public @Nullable Object call(
      Context context,
      String topic,
      Map<String, ? extends @Nullable Object> msg,
      @Nullable Duration timeout) {
    return call(context, topic, msg, timeout, false);
  }

  /**
   * Runs a method on one consumer of the topic, and waits for what it returns. Blocks.
   *
   * @param timeout how long to wait; null or zero for {@code rpc_response_timeout}
   * @param checkForLock whether to log a warning if this thread holds locks
   * @return the last value that the method gave: a map, list, text, number, boolean or null
   * @throws RpcTimeoutException if nobody answered in time, or, at once, if nobody listens
   * @throws RpcRemoteException if the method failed there with something that is not rebuilt here;
   *     of the modules in {@code allowed_rpc_exception_modules}, {@code ValueError} arrives as
   *     {@link IllegalArgumentException}, {@code NotImplementedError} as {@link
   *     UnsupportedOperationException}, and any other as what {@link Transport.Builder#remoteType}
   *     says
   * @throws DeliveryException if the request did not get to the broker in time
   * @throws RpcException if the broker could not be reached in {@code rabbit_max_retries} attempts
   * @throws MalformedReplyException if the answer cannot be read
   * @throws IllegalArgumentException if {@code msg} is no message, or cannot be written
   * @throws ClosedException if the backend is closed meanwhile
   */
  public @Nullable Object call(
      Context context,
      String topic,
      Map<String, ? extends @Nullable Object> msg,
      @Nullable Duration timeout,
      boolean checkForLock) {
    if (checkForLock) {
      LockCheck.held();
    }
    return sending.call(target(topic), context, msg, timeout);
  }

  /** As {@link #multicall(Context, String, Map, Duration, boolean)} with everything by default. */
  public Stream<@Nullable Object> multicall(
      Context context, String topic, Map<String, ? extends @Nullable Object> msg) {
    return multicall(context, topic, msg, null, false);
  }

  /** As {@link #multicall(Context, String, Map, Duration, boolean)} without a look at locks. */
  public Stream<@Nullable Object> multicall(
      Context context,
      String topic,
      Map<String, ? extends @Nullable Object> msg,
      @Nullable Duration timeout) {
    return multicall(context, topic, msg, timeout, false);
  }

  /**
   * Runs a method on one consumer of the topic, and gives each value that it gives, null included,
   * as it comes. The request is sent before this returns. The stream blocks while it waits; what
   * came before a failure is delivered first; after its end, and after a failure, it is empty. It
   * is to be closed, which forgets what has not come yet.
   *
   * @param timeout how long to wait for each value, not for all; null or zero for {@code
   *     rpc_response_timeout}
   * @param checkForLock whether to log a warning if this thread holds locks
   * @return throws while it is read what {@link #call(Context, String, Map, Duration, boolean)}
   *     throws
   * @throws IllegalArgumentException if {@code msg} is no message, or cannot be written
   */
  public Stream<@Nullable Object> multicall(
      Context context,
      String topic,
      Map<String, ? extends @Nullable Object> msg,
      @Nullable Duration timeout,
      boolean checkForLock) {
    if (checkForLock) {
      LockCheck.held();
    }
    return sending.multicall(target(topic), context, msg, timeout);
  }

  /**
   * Has one consumer of the topic run a method, and expects no answer. Returns when the broker has
   * the message: no error if nobody listens. Blocks at most {@code rpc_cast_timeout}.
   *
   * @throws DeliveryException if the broker did not take it over in time
   * @throws RpcException if the broker could not be reached in {@code rabbit_max_retries} attempts
   * @throws IllegalArgumentException if {@code msg} is no message, or cannot be written
   */
  public void cast(Context context, String topic, Map<String, ? extends @Nullable Object> msg) {
    sending.cast(engine, target(topic), context, msg);
  }

  /** As {@link #cast}, on every consumer that was created with {@code fanout} on the topic. */
  public void fanoutCast(
      Context context, String topic, Map<String, ? extends @Nullable Object> msg) {
    sending.cast(engine, target(topic).withFanout(true), context, msg);
  }

  /**
   * As {@link #cast}, by way of another server, over a connection that is made for this message and
   * closed behind it.
   *
   * @param serverParams {@code hostname, port, username, password, virtual_host}: each one given
   *     stands for that of every host of the options; all else is an option of the driver
   */
  public void castToServer(
      Context context,
      Map<String, ?> serverParams,
      String topic,
      Map<String, ? extends @Nullable Object> msg) {
    try (Engine other = transports.open(serverParams)) {
      sending.cast(other, target(topic), context, msg);
    }
  }

  /** As {@link #castToServer}, on every consumer that was created with {@code fanout}. */
  public void fanoutCastToServer(
      Context context,
      Map<String, ?> serverParams,
      String topic,
      Map<String, ? extends @Nullable Object> msg) {
    try (Engine other = transports.open(serverParams)) {
      sending.cast(other, target(topic).withFanout(true), context, msg);
    }
  }

  /** As {@link #notify(Context, String, Map, boolean)} without an envelope. */
  public void notify(Context context, String topic, Map<String, ? extends @Nullable Object> msg) {
    notify(context, topic, msg, false);
  }

  /**
   * Publishes an event: any map. It waits in the queue {@code topic}, such as {@code
   * notifications.info}, which is created if nobody did, for whoever reads that. Blocks until the
   * broker has it, at most {@code rpc_cast_timeout}.
   *
   * @param envelope whether to send it in an envelope, or bare as older peers read it
   * @throws DeliveryException if the broker did not take it over in time
   * @throws IllegalArgumentException if {@code msg} cannot be written
   */
  public void notify(
      Context context,
      String topic,
      Map<String, ? extends @Nullable Object> msg,
      boolean envelope) {
    sending.publish(controlExchange(), requireNonNull(topic, "topic"), context, msg, envelope);
  }

  /** What announces events by the drivers that the options name. Always the same. */
  public NotifierApi notifier() {
    return notifier;
  }

  /** A connection of its own, as {@link #createConnection(boolean)}. */
  public Connection createConnection() {
    return createConnection(true);
  }

  /**
   * A connection to consume with. All of them share one connection to the broker, so that none
   * costs much; a pooled one only counts against {@code rpc_conn_pool_size}, and the one that was
   * closed last is the next to be used. Does not connect.
   *
   * @param isNew false for a pooled one: blocks while all of these are in use, at most {@code
   *     rpc_response_timeout}
   * @throws RpcException if no pooled one was closed in time
   */
  public Connection createConnection(boolean isNew) {
    return isNew
        ? new Connection(this, pool.dedicated(), () -> {}, "")
        : pooled(pool.take(settings.responseTimeout()));
  }

  private Connection pooled(int number) {
    return new Connection(this, number, () -> pool.giveBack(number), " (pooled)");
  }

  /**
   * The topic of the consumer on one host: {@code topic.host}.
   *
   * @param host null or empty for the topic itself
   */
  public static String queueGetFor(String topic, @Nullable String host) {
    return host == null || host.isEmpty() ? topic : topic + "." + host;
  }

  /**
   * The exchange of topics where the options give no {@code control_exchange}; "openstack" at
   * first. Counts for everything that is sent and consumed from here on.
   */
  public void setDefaults(String controlExchange) {
    this.defaultExchange = requireNonNull(controlExchange, "controlExchange");
  }

  /** Ends everything that was opened on it, and its transport. Blocks, at most 60 s. */
  @Override
  public void close() {
    engine.close();
  }

  /** The bus, without credentials. */
  @Override
  public String toString() {
    return engine.url().toString();
  }

  Engine engine() {
    return engine;
  }

  PythonErrors errors() {
    return errors;
  }

  int threadPoolSize() {
    return settings.threadPoolSize();
  }

  String controlExchange() {
    return settings.controlExchange().orElse(defaultExchange);
  }

  Target target(String topic) {
    return Target.of(requireNonNull(topic, "topic")).withExchange(controlExchange());
  }
}
