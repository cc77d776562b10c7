package dev.svar.internal.engine;

import static java.util.Objects.requireNonNull;

import dev.svar.RemoteException;
import dev.svar.UnknownMethodException;
import dev.svar.UnsupportedVersionException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which exceptions cross the bus as themselves. Nothing but a registered pair of module and class
 * is ever built from a reply.
 */
public final class RemoteTypes {
  /** Where oslo.messaging defines what its dispatcher raises ({@code rpc/dispatcher.py}). */
  static final String DISPATCHER = "oslo_messaging.rpc.dispatcher";

  /** Java types that Python has a built-in word for. */
  private static final Map<Class<?>, String> BUILTINS =
      Map.of(
          IllegalArgumentException.class, "ValueError",
          UnsupportedOperationException.class, "NotImplementedError",
          TimeoutException.class, "TimeoutError");

  private record Registered(
      String module,
      String name,
      Class<?> type,
      Function<RemoteException, ? extends RuntimeException> rebuild) {}

  private final List<Registered> registered;

  public RemoteTypes() {
    this(new ArrayList<>());
  }

  private RemoteTypes(List<Registered> registered) {
    this.registered = registered;
  }

  /** Adds a pair; the last one added for a pair or a type wins. */
  public <X extends RuntimeException> void register(
      String module, String name, Class<X> type, Function<RemoteException, X> rebuild) {
    registered.add(
        0,
        new Registered(
            requireNonNull(module, "module"),
            requireNonNull(name, "name"),
            requireNonNull(type, "type"),
            requireNonNull(rebuild, "rebuild")));
  }

  public RemoteTypes copy() {
    return new RemoteTypes(List.copyOf(registered));
  }

  /** What a reply says of {@code thrown}. */
  public RemoteException.Failure failure(Throwable thrown) {
    if (thrown instanceof RemoteException remote) {
      return remote.failure();
    }
    String message = thrown.getMessage() != null ? thrown.getMessage() : "";
    Class<?> type = thrown.getClass();
    String module = type.getPackageName();
    String name = type.getSimpleName().isEmpty() ? type.getName() : type.getSimpleName();
    for (Registered one : registered) {
      if (one.type.isInstance(thrown)) {
        module = one.module;
        name = one.name;
        return failure(name, module, message, thrown);
      }
    }
    String builtin = BUILTINS.get(type);
    return builtin != null
        ? failure(builtin, "builtins", message, thrown)
        : failure(name, module, message, thrown);
  }

  private static RemoteException.Failure failure(
      String name, String module, String message, Throwable thrown) {
    return new RemoteException.Failure(
        name, module, message, Traceback.of(thrown), List.of(message), Map.of());
  }

  /** What the caller gets for {@code failure}. */
  public RuntimeException exception(RemoteException.Failure failure) {
    for (Registered one : registered) {
      if (one.module.equals(failure.module()) && one.name.equals(failure.type())) {
        return rebuilt(failure, one);
      }
    }
    if (isDispatcher(failure.module()) && failure.type().equals("NoSuchMethod")) {
      return new UnknownMethodException(failure.message(), failure);
    }
    if (isDispatcher(failure.module()) && failure.type().equals("UnsupportedVersion")) {
      return new UnsupportedVersionException(failure.message(), failure);
    }
    return new RemoteException(failure);
  }

  private static boolean isDispatcher(@Nullable String module) {
    return module != null && Set.of(DISPATCHER, "oslo.messaging.rpc.dispatcher").contains(module);
  }

  private static RuntimeException rebuilt(RemoteException.Failure failure, Registered one) {
    RemoteException remote = new RemoteException(failure);
    try {
      RuntimeException exception = one.rebuild.apply(remote);
      if (exception.getCause() == null && exception != remote) {
        try {
          exception.initCause(remote);
        } catch (IllegalStateException e) {
          exception.addSuppressed(remote);
        }
      }
      return exception;
    } catch (RuntimeException e) {
      remote.addSuppressed(e);
      return remote;
    }
  }
}
