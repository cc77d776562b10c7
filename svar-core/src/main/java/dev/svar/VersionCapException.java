package dev.svar;

import org.jspecify.annotations.Nullable;

/** The version of a message is not covered by the client's version cap; nothing was sent. */
public final class VersionCapException extends MessagingException {
  private static final long serialVersionUID = 1L;

  public VersionCapException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
