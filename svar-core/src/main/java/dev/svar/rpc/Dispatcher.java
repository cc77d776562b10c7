package dev.svar.rpc;

import dev.svar.Context;
import dev.svar.RemoteException;
import dev.svar.Serializer;
import dev.svar.UnknownMethodException;
import dev.svar.UnsupportedVersionException;
import dev.svar.Version;
import dev.svar.internal.codec.IncomingRequest;
import dev.svar.internal.endpoint.Endpoint;
import dev.svar.internal.endpoint.EndpointMethod;
import dev.svar.internal.engine.EarlyReplies;
import dev.svar.internal.engine.Items;
import dev.svar.internal.engine.RequestHandler;
import dev.svar.internal.engine.StreamingResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the method of a request, as oslo.messaging's {@code rpc/dispatcher.py} does: the first
 * endpoint of the namespace and version that has it. Immutable.
 */
final class Dispatcher implements RequestHandler {
  /** The name that oslo.messaging reserves for health probes. */
  static final String PING = "oslo_rpc_server_ping";

  private static final String MODULE = "oslo_messaging.rpc.dispatcher";

  private record Exposed(Endpoint endpoint, Map<String, EndpointMethod> methods) {}

  private final List<Exposed> endpoints;
  private final Serializer serializer;

  Dispatcher(List<Endpoint> endpoints, AccessPolicy policy, Serializer serializer, boolean ping) {
    List<Exposed> exposed = new ArrayList<>();
    for (Endpoint endpoint : endpoints) {
      exposed.add(new Exposed(endpoint, endpoint.methods(policy)));
    }
    if (ping && exposed.stream().noneMatch(one -> one.methods().containsKey(PING))) {
      Endpoint pong = Endpoint.of(new Ping());
      exposed.add(new Exposed(pong, pong.methods(AccessPolicy.EXPOSED)));
    }
    this.endpoints = List.copyOf(exposed);
    this.serializer = serializer;
  }

  /** Answers health probes. */
  static final class Ping {
    @RpcMethod(name = PING)
    public String ping() {
      return "pong";
    }
  }

  @Override
  public @Nullable Object handle(IncomingRequest request, EarlyReplies early) throws Throwable {
    EndpointMethod method = find(request);
    Context context = serializer.deserializeContext(request.context());
    Object result = method.call(context, request.args(), serializer);
    Items items =
        StreamingResult.items(
            result, method.streams(), item -> serializer.serialize(context, item));
    return items != null ? items : serializer.serialize(context, result);
  }

  private EndpointMethod find(IncomingRequest request) {
    boolean served = false;
    Version version = version(request.version());
    for (Exposed exposed : endpoints) {
      if (version != null && exposed.endpoint().serves(request.namespace(), version)) {
        EndpointMethod method = exposed.methods().get(request.method());
        if (method != null) {
          return method;
        }
        served = true;
      }
    }
    throw served ? unknownMethod(request) : unsupportedVersion(request);
  }

  private static @Nullable Version version(@Nullable String text) {
    try {
      return text == null ? null : Version.parse(text);
    } catch (IllegalArgumentException e) {
      return null; // what is no version is served by nobody
    }
  }

  private static UnknownMethodException unknownMethod(IncomingRequest request) {
    String text = "Endpoint does not support RPC method " + request.method();
    return new UnknownMethodException(text, failure("NoSuchMethod", text));
  }

  private static UnsupportedVersionException unsupportedVersion(IncomingRequest request) {
    String text =
        "Endpoint does not support RPC version "
            + (request.version() == null ? "None" : request.version())
            + ". Attempted method: "
            + request.method();
    return new UnsupportedVersionException(text, failure("UnsupportedVersion", text));
  }

  private static RemoteException.Failure failure(String type, String text) {
    return new RemoteException.Failure(
        type,
        MODULE,
        text,
        List.of(MODULE + "." + type + ": " + text + "\n"),
        List.of(text),
        Map.of());
  }

  @Override
  public boolean expects(IncomingRequest request, Throwable thrown) {
    if (thrown instanceof RemoteException) {
      return true; // a bad request, or a failure that another server has logged
    }
    try {
      return find(request).expects(thrown);
    } catch (RemoteException none) {
      return false;
    }
  }
}
