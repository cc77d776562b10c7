package dev.svar.classic;

import static java.util.Objects.requireNonNull;

import dev.svar.Context;
import dev.svar.RemoteException;
import dev.svar.Serializer;
import dev.svar.UnknownMethodException;
import dev.svar.internal.codec.Argument;
import dev.svar.internal.codec.IncomingRequest;
import dev.svar.internal.codec.Plain;
import dev.svar.internal.endpoint.Endpoint;
import dev.svar.internal.endpoint.EndpointMethod;
import dev.svar.internal.engine.Items;
import dev.svar.internal.engine.StreamingResult;
import dev.svar.rpc.AccessPolicy;
import dev.svar.rpc.RpcEndpoint;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Runs the public methods of callbacks: the first one of the message's namespace and a compatible
 * version that has the method ({@code rpc/dispatcher.py}).
 *
 * <p>What a callback serves is said by {@link RpcEndpoint} (Python's {@code RPC_API_NAMESPACE} and
 * {@code RPC_API_VERSION}); without it, version 1.0 of no namespace. Its methods take arguments by
 * name as those of {@link dev.svar.rpc.RpcServer} do, and the context as a parameter of type {@link
 * Context}, {@link CommonRpcContext} or {@link RpcContext} wherever it stands. Methods whose names
 * start with an underscore are not exposed. Immutable and thread-safe.
 */
public final class RpcDispatcher implements Dispatcher {
  /** What callbacks may have for this library to call. */
  private static final Set<Class<?>> NOT_EXPOSED = Set.of(Service.class, Service.Hook.class);

  private final List<Callback> callbacks;
  private final Serializer serializer;

  private record Callback(Endpoint endpoint, Map<String, EndpointMethod> methods) {}

  /**
   * A dispatcher that converts nothing.
   *
   * @throws IllegalArgumentException if a parameter of a callback has no name, or two methods of
   *     one have the same
   */
  public RpcDispatcher(List<?> callbacks) {
    this(callbacks, Serializer.NONE);
  }

  /** As {@link #RpcDispatcher(List)}, with arguments and results converted, each once. */
  public RpcDispatcher(List<?> callbacks, Serializer serializer) {
    this(callbacks, serializer, AccessPolicy.NO_UNDERSCORE);
  }

  /**
   * As {@link #RpcDispatcher(List, Serializer)}, with another rule of what is exposed.
   *
   * @throws IllegalArgumentException also if that is {@link AccessPolicy#ALL}
   */
  public RpcDispatcher(List<?> callbacks, Serializer serializer, AccessPolicy policy) {
    if (policy == AccessPolicy.ALL) {
      throw new IllegalArgumentException(
          "policy: ALL (expected: NO_UNDERSCORE or EXPOSED; peers of 2013 call what they like)");
    }
    this.callbacks =
        callbacks.stream()
            .map(Endpoint::of)
            .map(one -> new Callback(one, one.methods(policy, NOT_EXPOSED)))
            .toList();
    this.serializer = requireNonNull(serializer, "serializer");
  }

  /**
   * {@inheritDoc}
   *
   * @throws UnsupportedRpcVersionException if no callback serves the namespace and version
   * @throws UnknownMethodException if those that do have no such method
   */
  @Override
  public @Nullable Object dispatch(
      CommonRpcContext context,
      @Nullable String version,
      String method,
      @Nullable String namespace,
      Map<String, ? extends @Nullable Object> args)
      throws Exception {
    Map<String, Argument> arguments = new LinkedHashMap<>();
    args.forEach((name, value) -> arguments.put(name, new Plain("args." + name, value)));
    return serializer.serialize(context, run(find(version, method, namespace), context, arguments));
  }

  /** As {@link #dispatch}; what streams is {@link Items}, each of which is serialized. */
  @Nullable Object handle(CommonRpcContext context, IncomingRequest request) throws Exception {
    EndpointMethod method = find(request.version(), request.method(), request.namespace());
    Object result = run(method, context, request.args());
    Items items =
        StreamingResult.items(
            result, method.streams(), item -> serializer.serialize(context, item));
    return items != null ? items : serializer.serialize(context, result);
  }

  private @Nullable Object run(
      EndpointMethod method, CommonRpcContext context, Map<String, ? extends Argument> args)
      throws Exception {
    try {
      return method.call(context, args, serializer);
    } catch (Throwable thrown) {
      if (isClients(method, thrown)) {
        throw new ClientException(thrown);
      }
      if (thrown instanceof Error error) {
        throw error;
      }
      throw thrown instanceof Exception exception ? exception : new IllegalStateException(thrown);
    }
  }

  private static boolean isClients(EndpointMethod method, Throwable thrown) {
    ClientExceptions listed = method.annotation(ClientExceptions.class);
    if (listed != null) {
      for (Class<?> type : listed.value()) {
        if (type == thrown.getClass()) {
          return true;
        }
      }
    }
    return method.expects(thrown);
  }

  private EndpointMethod find(@Nullable String version, String method, @Nullable String namespace) {
    String wanted = version == null || version.isEmpty() ? "1.0" : version;
    boolean served = false;
    for (Callback callback : callbacks) {
      if (callback.endpoint().isIn(namespace) && serves(callback, wanted)) {
        EndpointMethod found = callback.methods().get(method);
        if (found != null) {
          return found;
        }
        served = true;
      }
    }
    if (served) {
      throw noSuchFunction(method);
    }
    throw new UnsupportedRpcVersionException(wanted, null);
  }

  private static boolean serves(Callback callback, String wanted) {
    try {
      return Versions.compatible(callback.endpoint().version().toString(), wanted);
    } catch (IllegalArgumentException e) {
      return false; // what is no version is served by nobody
    }
  }

  /** Python's AttributeError. */
  private static UnknownMethodException noSuchFunction(String method) {
    String text = "No such RPC function '" + method + "'";
    return new UnknownMethodException(
        text,
        new RemoteException.Failure(
            "AttributeError",
            "builtins",
            text,
            List.of("AttributeError: " + text + "\n"),
            List.of(text),
            Map.of()));
  }
}
