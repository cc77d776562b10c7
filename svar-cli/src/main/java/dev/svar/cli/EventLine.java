package dev.svar.cli;

import dev.svar.notify.MalformedNotificationException;
import dev.svar.notify.Notification;
import dev.svar.notify.Priority;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How an event is written: for people on one line, when and how important, who, what, and the
 * telling parts of the payload; for scripts whole, by its own names.
 */
final class EventLine {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");
  private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("uuuu-MM-dd ");
  private static final String NO_TIME = "--:--:--.---";
  private static final String END = "\u001b[0m";

  private final Screen screen;
  private final Clock clock;

  /**
   * Lines for {@code screen}.
   *
   * @param clock says what is today, and where
   */
  EventLine(Screen screen, Clock clock) {
    this.screen = screen;
    this.clock = clock;
  }

  /** For people. */
  String text(Notification event) {
    String time = event.time().map(at -> time(at.atZone(clock.getZone()))).orElse(NO_TIME) + "  ";
    String priority = event.priority().inAddress();
    String padding = " ".repeat("critical".length() - priority.length() + 2);
    String rest =
        JsonLine.readable(Objects.requireNonNullElse(event.publisherId(), "-"))
            + "  "
            + JsonLine.readable(event.eventType().isEmpty() ? "-" : event.eventType())
            + "  "
            + payload(event);
    int left = screen.columns() - time.length() - priority.length() - padding.length();
    return time
        + (screen.colours() ? colour(event.priority()) + priority + END : priority)
        + padding
        + screen.fitted(rest.stripTrailing(), Math.max(1, left));
  }

  /** With the date if that is another day. */
  private String time(ZonedDateTime at) {
    boolean today = at.toLocalDate().equals(LocalDate.now(clock));
    return (today ? "" : DATE.format(at)) + TIME.format(at);
  }

  private static String payload(Notification event) {
    try {
      return Digest.of(event.payload());
    } catch (MalformedNotificationException e) {
      return JsonLine.readable("(" + e.getMessage() + ")");
    }
  }

  private static String colour(Priority priority) {
    return switch (priority) {
      case CRITICAL -> "\u001b[1;31m";
      case ERROR -> "\u001b[31m";
      case WARN -> "\u001b[33m";
      case INFO -> "\u001b[32m";
      case AUDIT, DEBUG, SAMPLE -> "\u001b[2m";
    };
  }

  /** For scripts. A payload that cannot be read is null, and {@code unreadable} says why. */
  static Map<String, @Nullable Object> json(Notification event) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("event_type", event.eventType());
    json.put("publisher_id", event.publisherId());
    json.put("priority", event.priority().name());
    json.put("timestamp", event.timestamp());
    json.put("message_id", event.messageId());
    try {
      json.put("payload", event.payload());
    } catch (MalformedNotificationException e) {
      json.put("payload", null);
      json.put("unreadable", e.getMessage());
    }
    json.put("context", event.context().toMap());
    return json;
  }
}
