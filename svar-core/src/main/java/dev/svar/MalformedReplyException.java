package dev.svar;

import org.jspecify.annotations.Nullable;

/** A reply came that cannot be read. The method ran, or may have. */
public final class MalformedReplyException extends MessagingException {
  private static final long serialVersionUID = 1L;

  public MalformedReplyException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
