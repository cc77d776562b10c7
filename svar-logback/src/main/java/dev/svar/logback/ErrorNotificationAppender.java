package dev.svar.logback;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.svar.notify.Notification;
import dev.svar.notify.Priority;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Announces records at ERROR as events of the type {@code error_notification}, whose payload is
 * {@code {"error": <the message with its placeholders>}}, from the publisher {@code
 * error.publisher}: oslo.messaging's {@code LoggingErrorNotificationHandler}, and {@code
 * publish_errors} before it. Does nothing where {@code log} is among its drivers.
 */
public final class ErrorNotificationAppender extends NotifyingAppender {

  /** Called by Logback. */
  public ErrorNotificationAppender() {
    super("error.publisher");
  }

  @Override
  @Nullable Notification event(ILoggingEvent entry, @Nullable String publisherId) {
    if (logs() || !entry.getLevel().isGreaterOrEqual(Level.ERROR)) {
      return null;
    }
    return Notification.builder(Priority.ERROR, "error_notification")
        .publisherId(publisherId)
        .time(entry.getInstant())
        .payload(Map.of("error", String.valueOf(entry.getMessage())))
        .build();
  }
}
