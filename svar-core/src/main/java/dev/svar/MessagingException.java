package dev.svar;

import org.jspecify.annotations.Nullable;

/** What went wrong with a message. Every exception of this library is one. */
public class MessagingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public MessagingException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
