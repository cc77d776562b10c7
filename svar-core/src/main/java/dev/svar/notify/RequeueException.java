package dev.svar.notify;

/**
 * Thrown by a handler that wants its event delivered again, here or elsewhere: oslo.messaging's
 * {@code NotificationResult.REQUEUE}. It is no failure, and is not logged as one.
 */
public final class RequeueException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public RequeueException() {
    super("to be delivered again", null, false, false);
  }
}
