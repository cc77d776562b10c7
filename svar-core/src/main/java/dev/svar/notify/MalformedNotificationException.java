package dev.svar.notify;

import dev.svar.MessagingException;
import org.jspecify.annotations.Nullable;

/** A notification has a payload that cannot be read, or not as what was asked for. */
public final class MalformedNotificationException extends MessagingException {
  private static final long serialVersionUID = 1L;

  public MalformedNotificationException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
