package dev.svar.classic;

import static java.util.Objects.requireNonNull;

import dev.svar.Context;
import dev.svar.Serializer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The client's side of one interface: sends its messages to a topic, each with a version ({@code
 * rpc/proxy.py}). Thread-safe. Made to be extended by a class with a method for each remote one:
 *
 * <pre>{@code
 * final class ComputeApi extends RpcProxy {
 *   ComputeApi() {
 *     super("compute", "1.0");
 *   }
 *
 *   Object uptime(Context context, String host) {
 *     return call(context, makeMsg("uptime", Map.of()), RpcBackend.queueGetFor("compute", host), "1.2", null);
 *   }
 * }
 * }</pre>
 *
 * <p>A message is copied, never changed. Every method that sends takes its topic and version from
 * the proxy where it is given none, and throws {@link RpcVersionCapException}, before anything is
 * sent, if the version cap does not cover the version.
 */
public class RpcProxy {
  private final Supplier<RpcBackend> backend;
  private final String topic;
  private final String defaultVersion;
  private final @Nullable String versionCap;
  private final Serializer serializer;

  /** A proxy on {@link Rpc#backend}, without a version cap, that converts nothing. */
  public RpcProxy(String topic, String defaultVersion) {
    this(topic, defaultVersion, null, Serializer.NONE);
  }

  /**
   * A proxy on {@link Rpc#backend}.
   *
   * @param versionCap the highest version that peers are known to have; null for any
   * @param serializer converts each argument, and what a call returns
   */
  public RpcProxy(
      String topic, String defaultVersion, @Nullable String versionCap, Serializer serializer) {
    this(Rpc::backend, topic, defaultVersion, versionCap, serializer);
  }

  /** A proxy on a backend of the application's. */
  public RpcProxy(
      RpcBackend backend,
      String topic,
      String defaultVersion,
      @Nullable String versionCap,
      Serializer serializer) {
    this(() -> backend, topic, defaultVersion, versionCap, serializer);
    requireNonNull(backend, "backend");
  }

  private RpcProxy(
      Supplier<RpcBackend> backend,
      String topic,
      String defaultVersion,
      @Nullable String versionCap,
      Serializer serializer) {
    this.backend = backend;
    this.topic = requireNonNull(topic, "topic");
    this.defaultVersion = Versions.complete(requireNonNull(defaultVersion, "defaultVersion"));
    this.versionCap = versionCap == null ? null : Versions.complete(versionCap);
    this.serializer = requireNonNull(serializer, "serializer");
  }

  /** The interface that {@link #makeMsg} names; null for the one without a name. */
  protected @Nullable String rpcApiNamespace() {
    return null;
  }

  /** The topic of messages that are sent to no other. */
  public final String topic() {
    return topic;
  }

  /** A message for a method of the interface {@code namespace}. */
  public static Map<String, @Nullable Object> makeNamespacedMsg(
      String method, @Nullable String namespace, Map<String, ? extends @Nullable Object> args) {
    Map<String, @Nullable Object> msg = new LinkedHashMap<>();
    msg.put("method", requireNonNull(method, "method"));
    msg.put("namespace", namespace);
    msg.put("args", new LinkedHashMap<String, @Nullable Object>(args));
    return msg;
  }

  /** A message for a method of the proxy's interface. */
  public final Map<String, @Nullable Object> makeMsg(
      String method, Map<String, ? extends @Nullable Object> args) {
    return makeNamespacedMsg(method, rpcApiNamespace(), args);
  }

  /** Whether the version cap covers {@code version}; without a cap, always. */
  public final boolean canSendVersion(String version) {
    return versionCap == null || Versions.compatible(versionCap, version);
  }

  /** As {@link #call(Context, Map, String, String, Duration)} with everything by default. */
  public final @Nullable Object call(Context context, Map<String, ? extends @Nullable Object> msg) {
    return call(context, msg, null, null, null);
  }

  /**
   * Runs a method, and waits for what it returns, as {@link RpcBackend#call(Context, String, Map,
   * Duration)}.
   *
   * @param timeout null or zero for {@code rpc_response_timeout}
   */
  public final @Nullable Object call(
      Context context,
      Map<String, ? extends @Nullable Object> msg,
      @Nullable String topic,
      @Nullable String version,
      @Nullable Duration timeout) {
    return serializer.deserialize(
        context, backend.get().call(context, to(topic), prepared(context, msg, version), timeout));
  }

  /** As {@link #multicall(Context, Map, String, String, Duration)} with everything by default. */
  public final Stream<@Nullable Object> multicall(
      Context context, Map<String, ? extends @Nullable Object> msg) {
    return multicall(context, msg, null, null, null);
  }

  /**
   * Runs a method, and gives each value that it gives, as {@link RpcBackend#multicall(Context,
   * String, Map, Duration)}. The serializer converts each one.
   *
   * @param timeout for each value; null or zero for {@code rpc_response_timeout}
   */
  public final Stream<@Nullable Object> multicall(
      Context context,
      Map<String, ? extends @Nullable Object> msg,
      @Nullable String topic,
      @Nullable String version,
      @Nullable Duration timeout) {
    Stream<@Nullable Object> values =
        backend.get().multicall(context, to(topic), prepared(context, msg, version), timeout);
    return values.map(value -> serializer.deserialize(context, value));
  }

  /** As {@link #cast(Context, Map, String, String)} with everything by default. */
  public final void cast(Context context, Map<String, ? extends @Nullable Object> msg) {
    cast(context, msg, null, null);
  }

  /** Has one consumer run a method, as {@link RpcBackend#cast}. */
  public final void cast(
      Context context,
      Map<String, ? extends @Nullable Object> msg,
      @Nullable String topic,
      @Nullable String version) {
    backend.get().cast(context, to(topic), prepared(context, msg, version));
  }

  /** As {@link #fanoutCast(Context, Map, String, String)} with everything by default. */
  public final void fanoutCast(Context context, Map<String, ? extends @Nullable Object> msg) {
    fanoutCast(context, msg, null, null);
  }

  /** Has every consumer run a method, as {@link RpcBackend#fanoutCast}. */
  public final void fanoutCast(
      Context context,
      Map<String, ? extends @Nullable Object> msg,
      @Nullable String topic,
      @Nullable String version) {
    backend.get().fanoutCast(context, to(topic), prepared(context, msg, version));
  }

  /** Has one consumer run a method, by way of another server: {@link RpcBackend#castToServer}. */
  public final void castToServer(
      Context context,
      Map<String, ?> serverParams,
      Map<String, ? extends @Nullable Object> msg,
      @Nullable String topic,
      @Nullable String version) {
    backend.get().castToServer(context, serverParams, to(topic), prepared(context, msg, version));
  }

  /** The same on every consumer: {@link RpcBackend#fanoutCastToServer}. */
  public final void fanoutCastToServer(
      Context context,
      Map<String, ?> serverParams,
      Map<String, ? extends @Nullable Object> msg,
      @Nullable String topic,
      @Nullable String version) {
    backend
        .get()
        .fanoutCastToServer(context, serverParams, to(topic), prepared(context, msg, version));
  }

  private String to(@Nullable String other) {
    return other != null ? other : topic;
  }

  private Map<String, @Nullable Object> prepared(
      Context context, Map<String, ? extends @Nullable Object> msg, @Nullable String version) {
    String wanted = version != null ? version : defaultVersion;
    if (versionCap != null && !Versions.compatible(versionCap, wanted)) {
      throw new RpcVersionCapException(versionCap, null);
    }
    Map<String, @Nullable Object> prepared = new LinkedHashMap<>(msg);
    prepared.put("version", wanted);
    if (serializer != Serializer.NONE && msg.get("args") instanceof Map<?, ?> args) {
      Map<String, @Nullable Object> serialized = new LinkedHashMap<>();
      args.forEach(
          (name, value) ->
              serialized.put(String.valueOf(name), serializer.serialize(context, value)));
      prepared.put("args", serialized);
    }
    return prepared;
  }
}
