package dev.svar;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/** A message could not be delivered to the broker. */
public class DeliveryException extends MessagingException {
  private static final long serialVersionUID = 1L;

  /** What became of the message. */
  public enum Outcome {
    /** It certainly did not reach the broker. */
    NOT_SENT,
    /** The broker refused it. */
    REFUSED,
    /** It may or may not have reached the broker. */
    UNKNOWN
  }

  private final Outcome outcome;

  public DeliveryException(Outcome outcome, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.outcome = requireNonNull(outcome, "outcome");
  }

  /** What became of the message. */
  public Outcome outcome() {
    return outcome;
  }
}
