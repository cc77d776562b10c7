package dev.svar;

import org.jspecify.annotations.Nullable;

/**
 * Nobody answered a call in time. It may have run, and may still run; the text says what is known.
 */
public final class CallTimeoutException extends MessagingException {
  private static final long serialVersionUID = 1L;

  public CallTimeoutException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
