package dev.svar;

import org.jspecify.annotations.Nullable;

/** Nobody listens: the broker has no queue for the target. The message was not handed to anyone. */
public final class UndeliverableException extends DeliveryException {
  private static final long serialVersionUID = 1L;

  public UndeliverableException(String message, @Nullable Throwable cause) {
    super(Outcome.REFUSED, message, cause);
  }
}
