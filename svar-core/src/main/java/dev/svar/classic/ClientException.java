package dev.svar.classic;

import static java.util.Objects.requireNonNull;

/**
 * Thrown by a server's method, or by its dispatcher where {@link ClientExceptions} says so: the
 * caller gets the wrapped exception, and the server logs it at DEBUG only, because it is the
 * caller's problem. No {@link RpcException} ({@code rpc/common.py}, {@code ClientException}).
 */
public final class ClientException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Throwable wrapped;

  public ClientException(Throwable wrapped) {
    super(requireNonNull(wrapped, "wrapped"));
    this.wrapped = wrapped;
  }

  /** What the caller gets. */
  public Throwable wrapped() {
    return wrapped;
  }
}
