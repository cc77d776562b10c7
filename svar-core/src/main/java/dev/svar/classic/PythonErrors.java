package dev.svar.classic;

import dev.svar.RemoteException;
import dev.svar.internal.engine.RemoteTypes;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Failures as peers of 2013 name them, out and in ({@code rpc/common.py}, {@code
 * serialize_remote_exception} and {@code deserialize_remote_exception}). Nothing is ever built but
 * what is registered, here or with the transport. Immutable and thread-safe.
 */
final class PythonErrors {
  /** Where openstack.common.rpc defines its exceptions. */
  static final String COMMON = "openstack.common.rpc.common";

  /** The built-in exceptions of Python 2. */
  static final String EXCEPTIONS = "exceptions";

  /** The same in Python 3; what comes in under the older name has this one by now. */
  private static final String BUILTINS = "builtins";

  private static final Map<String, Function<String, RuntimeException>> BUILT_IN =
      Map.of(
          "ValueError", IllegalArgumentException::new,
          "NotImplementedError", UnsupportedOperationException::new);

  private final RemoteTypes types;
  private final Set<String> allowedModules;

  PythonErrors(RemoteTypes types, Set<String> allowedModules) {
    this.types = types;
    this.allowedModules = allowedModules;
  }

  /** What a reply says of {@code thrown}. */
  RemoteException.Failure failure(Throwable thrown) {
    if (thrown instanceof ClientException client) {
      return failure(client.wrapped());
    }
    if (thrown instanceof RpcRemoteException remote) {
      return remote.failure();
    }
    RemoteException.Failure failure = types.failure(thrown);
    return thrown instanceof RpcException known
        ? new RemoteException.Failure(
            known.pythonName(),
            COMMON,
            failure.message(),
            failure.traceback(),
            failure.args(),
            known.kwargs())
        : failure;
  }

  /**
   * What the caller gets for {@code failure}: of an allowed module, the type that is registered for
   * it; otherwise, or if that cannot be made, an {@link RpcRemoteException}.
   */
  RuntimeException exception(RemoteException.Failure failure) {
    String module = BUILTINS.equals(failure.module()) ? EXCEPTIONS : failure.module();
    if (module == null || !allowedModules.contains(module)) {
      return new RpcRemoteException(failure);
    }
    RuntimeException registered = types.exception(failure);
    if (!(registered instanceof RemoteException)) {
      return registered;
    }
    RuntimeException rebuilt =
        module.equals(COMMON) ? ours(failure) : module.equals(EXCEPTIONS) ? builtIn(failure) : null;
    RuntimeException result = rebuilt != null ? rebuilt : new RpcRemoteException(failure);
    for (Throwable problem : registered.getSuppressed()) {
      result.addSuppressed(problem); // why what is registered could not be made
    }
    return result;
  }

  private static @Nullable RuntimeException builtIn(RemoteException.Failure failure) {
    Function<String, RuntimeException> type = BUILT_IN.get(failure.type());
    if (type == null) {
      return null;
    }
    RuntimeException made = type.apply(PythonText.withTraceback(failure));
    made.initCause(new RemoteException(failure));
    return made;
  }

  private static @Nullable RuntimeException ours(RemoteException.Failure failure) {
    RemoteException cause = new RemoteException(failure);
    Map<String, @Nullable Object> kwargs = failure.kwargs();
    return switch (failure.type()) {
      case "RPCException" -> new RpcException(failure.message(), cause);
      case "Timeout" ->
          new RpcTimeoutException(
              text(kwargs.get("info")),
              text(kwargs.get("topic")),
              text(kwargs.get("method")),
              cause);
      case "DuplicateMessageError" ->
          new DuplicateMessageException(String.valueOf(kwargs.get("msg_id")), cause);
      case "UnsupportedRpcVersion" ->
          new UnsupportedRpcVersionException(String.valueOf(kwargs.get("version")), cause);
      case "UnsupportedRpcEnvelopeVersion" ->
          new UnsupportedRpcEnvelopeVersionException(String.valueOf(kwargs.get("version")), cause);
      case "RpcVersionCapError" ->
          new RpcVersionCapException(String.valueOf(kwargs.get("version_cap")), cause);
      case "RemoteError" -> new RpcRemoteException(inner(failure));
      default -> null;
    };
  }

  /** What the server that was called got from another one. */
  private static RemoteException.Failure inner(RemoteException.Failure failure) {
    Map<String, @Nullable Object> kwargs = failure.kwargs();
    return new RemoteException.Failure(
        String.valueOf(kwargs.get("exc_type")),
        failure.module(),
        String.valueOf(kwargs.get("value")),
        kwargs.get("traceback") instanceof List<?> lines
            ? lines.stream().map(String::valueOf).toList()
            : List.of(),
        failure.args(),
        kwargs);
  }

  private static @Nullable String text(@Nullable Object value) {
    return value == null ? null : String.valueOf(value);
  }
}
