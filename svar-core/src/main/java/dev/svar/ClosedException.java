package dev.svar;

import org.jspecify.annotations.Nullable;

/** The transport was closed, before or while the operation ran. */
public final class ClosedException extends MessagingException {
  private static final long serialVersionUID = 1L;

  public ClosedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
