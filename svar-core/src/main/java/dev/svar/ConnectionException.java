package dev.svar;

import org.jspecify.annotations.Nullable;

/** The broker could not be reached, or did not let us in; the text says which and why. */
public final class ConnectionException extends MessagingException {
  private static final long serialVersionUID = 1L;

  public ConnectionException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
