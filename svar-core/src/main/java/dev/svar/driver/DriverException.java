package dev.svar.driver;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/** Why a driver could not do what it was asked, and what that means for the message at hand. */
public final class DriverException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What became of the request. */
  public enum Outcome {
    /** It certainly did not reach the broker, and may be tried again. */
    NOT_SENT,
    /** The broker said no: credentials, virtual host, size, a declaration. Again is useless. */
    REFUSED,
    /** It may or may not have reached the broker. */
    UNKNOWN
  }

  private final Outcome outcome;

  public DriverException(Outcome outcome, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.outcome = requireNonNull(outcome, "outcome");
  }

  /** What became of the request. */
  public Outcome outcome() {
    return outcome;
  }
}
