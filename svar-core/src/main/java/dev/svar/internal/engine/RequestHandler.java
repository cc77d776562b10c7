package dev.svar.internal.engine;

import dev.svar.RemoteException;
import dev.svar.internal.codec.IncomingRequest;
import org.jspecify.annotations.Nullable;

/** Runs requests: finds the method, and calls it. */
public interface RequestHandler {

  /**
   * Runs one request, on a worker.
   *
   * @param early takes what the caller gets before that
   * @return what the caller gets
   * @throws Throwable what the caller gets instead
   */
  @Nullable Object handle(IncomingRequest request, EarlyReplies early) throws Throwable;

  /**
   * Whether {@code thrown} is part of the contract of the request's method, so that nobody needs to
   * be woken for it.
   */
  boolean expects(IncomingRequest request, Throwable thrown);

  /** Whether it also takes requests without a method: that is empty then. */
  default boolean takesAnyMethod() {
    return false;
  }

  /** What the caller is told of {@code thrown}; {@code types} are the transport's. */
  default RemoteException.Failure failure(Throwable thrown, RemoteTypes types) {
    return types.failure(thrown);
  }
}
