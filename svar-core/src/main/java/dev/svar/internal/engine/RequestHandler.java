package dev.svar.internal.engine;

import dev.svar.internal.codec.IncomingRequest;
import org.jspecify.annotations.Nullable;

/** Runs requests: finds the method, and calls it. */
public interface RequestHandler {

  /**
   * Runs one request, on a worker.
   *
   * @return what the caller gets
   * @throws Throwable what the caller gets instead
   */
  @Nullable Object handle(IncomingRequest request) throws Throwable;

  /**
   * Whether {@code thrown} is part of the contract of the request's method, so that nobody needs to
   * be woken for it.
   */
  boolean expects(IncomingRequest request, Throwable thrown);
}
