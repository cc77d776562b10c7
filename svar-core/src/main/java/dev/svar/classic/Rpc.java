package dev.svar.classic;

import static java.util.Objects.requireNonNull;

import dev.svar.Context;
import dev.svar.Transport;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The functions of openstack.common.rpc, on one {@link RpcBackend} of this process that is opened
 * when it is first needed: each does what its method does. A program with two buses, or one that is
 * tested, opens its own instead. Thread-safe.
 */
public final class Rpc {
  private static final ReentrantLock LOCK = new ReentrantLock();
  private static RpcOptions options = RpcOptions.DEFAULT; // guarded by LOCK
  private static Transport.@Nullable Builder builder; // guarded by LOCK
  private static String controlExchange = "openstack"; // guarded by LOCK
  private static @Nullable RpcBackend open; // guarded by LOCK

  private Rpc() {}

  /**
   * Says where the bus is. Counts from the next use after {@link #cleanup} on.
   *
   * @throws IllegalStateException if the backend is open
   */
  public static void configure(RpcOptions options) {
    configure(options, null);
  }

  /** As {@link #configure(RpcOptions)}, with a transport as {@link RpcBackend#open} takes it. */
  public static void configure(RpcOptions options, Transport.@Nullable Builder transport) {
    LOCK.lock();
    try {
      if (open != null) {
        throw new IllegalStateException(
            "configure: " + open + " is in use (expected: before the first use, or after cleanup)");
      }
      Rpc.options = requireNonNull(options, "options");
      Rpc.builder = transport;
    } finally {
      LOCK.unlock();
    }
  }

  /** The backend of this process, opened if need be. */
  public static RpcBackend backend() {
    LOCK.lock();
    try {
      if (open == null) {
        open =
            RpcBackend.open(
                options, builder != null ? builder : Transport.builder(), controlExchange);
      }
      return open;
    } finally {
      LOCK.unlock();
    }
  }

  /** See {@link RpcBackend#setDefaults}; also before the first use, and after {@link #cleanup}. */
  public static void setDefaults(String controlExchange) {
    LOCK.lock();
    try {
      Rpc.controlExchange = requireNonNull(controlExchange, "controlExchange");
      if (open != null) {
        open.setDefaults(controlExchange);
      }
    } finally {
      LOCK.unlock();
    }
  }

  /** See {@link RpcBackend#createConnection()}. */
  public static Connection createConnection() {
    return backend().createConnection();
  }

  /** See {@link RpcBackend#createConnection(boolean)}. */
  public static Connection createConnection(boolean isNew) {
    return backend().createConnection(isNew);
  }

  /** See {@link RpcBackend#call(Context, String, Map)}. */
  public static @Nullable Object call(
      Context context, String topic, Map<String, ? extends @Nullable Object> msg) {
    return backend().call(context, topic, msg);
  }

  /** See {@link RpcBackend#call(Context, String, Map, Duration)}. */
  public static @Nullable Object call(
      Context context,
      String topic,
      Map<String, ? extends @Nullable Object> msg,
      @Nullable Duration timeout) {
    return backend().call(context, topic, msg, timeout);
  }

  /** See {@link RpcBackend#call(Context, String, Map, Duration, boolean)}. */
  public static @Nullable Object call(
      Context context,
      String topic,
      Map<String, ? extends @Nullable Object> msg,
      @Nullable Duration timeout,
      boolean checkForLock) {
    return backend().call(context, topic, msg, timeout, checkForLock);
  }

  /** See {@link RpcBackend#multicall(Context, String, Map)}. */
  public static Stream<@Nullable Object> multicall(
      Context context, String topic, Map<String, ? extends @Nullable Object> msg) {
    return backend().multicall(context, topic, msg);
  }

  /** See {@link RpcBackend#multicall(Context, String, Map, Duration)}. */
  public static Stream<@Nullable Object> multicall(
      Context context,
      String topic,
      Map<String, ? extends @Nullable Object> msg,
      @Nullable Duration timeout) {
    return backend().multicall(context, topic, msg, timeout);
  }

  /** See {@link RpcBackend#multicall(Context, String, Map, Duration, boolean)}. */
  public static Stream<@Nullable Object> multicall(
      Context context,
      String topic,
      Map<String, ? extends @Nullable Object> msg,
      @Nullable Duration timeout,
      boolean checkForLock) {
    return backend().multicall(context, topic, msg, timeout, checkForLock);
  }

  /** See {@link RpcBackend#cast}. */
  public static void cast(
      Context context, String topic, Map<String, ? extends @Nullable Object> msg) {
    backend().cast(context, topic, msg);
  }

  /** See {@link RpcBackend#fanoutCast}. */
  public static void fanoutCast(
      Context context, String topic, Map<String, ? extends @Nullable Object> msg) {
    backend().fanoutCast(context, topic, msg);
  }

  /** See {@link RpcBackend#castToServer}. */
  public static void castToServer(
      Context context,
      Map<String, ?> serverParams,
      String topic,
      Map<String, ? extends @Nullable Object> msg) {
    backend().castToServer(context, serverParams, topic, msg);
  }

  /** See {@link RpcBackend#fanoutCastToServer}. */
  public static void fanoutCastToServer(
      Context context,
      Map<String, ?> serverParams,
      String topic,
      Map<String, ? extends @Nullable Object> msg) {
    backend().fanoutCastToServer(context, serverParams, topic, msg);
  }

  /** See {@link RpcBackend#notify(Context, String, Map)}. */
  public static void notify(
      Context context, String topic, Map<String, ? extends @Nullable Object> msg) {
    backend().notify(context, topic, msg);
  }

  /** See {@link RpcBackend#notify(Context, String, Map, boolean)}. */
  public static void notify(
      Context context,
      String topic,
      Map<String, ? extends @Nullable Object> msg,
      boolean envelope) {
    backend().notify(context, topic, msg, envelope);
  }

  /** See {@link RpcBackend#notifier}. */
  public static NotifierApi notifier() {
    return backend().notifier();
  }

  /** See {@link RpcBackend#queueGetFor}. */
  public static String queueGetFor(String topic, @Nullable String host) {
    return RpcBackend.queueGetFor(topic, host);
  }

  /**
   * Closes the backend, if one is open, with everything that was opened on it. Blocks, at most 60
   * s. The next use opens another one.
   */
  public static void cleanup() {
    RpcBackend ending;
    LOCK.lock();
    try {
      ending = open;
      open = null;
    } finally {
      LOCK.unlock();
    }
    if (ending != null) {
      ending.close();
    }
  }
}
