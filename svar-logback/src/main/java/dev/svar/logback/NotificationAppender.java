package dev.svar.logback;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import dev.svar.notify.Notification;
import dev.svar.notify.Priority;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;

/**
 * Announces log records as events of the type {@code logrecord}, with the level as priority, as
 * oslo.messaging's {@code LoggingNotificationHandler} does. Records at TRACE are left out: there is
 * no priority for them. Which others are sent is for Logback's filters.
 *
 * <pre>{@code
 * <appender name="EVENTS" class="dev.svar.logback.NotificationAppender">
 *   <url>rabbit://guest:guest@localhost/</url>
 *   <publisherId>billing.host1</publisherId>
 *   <topic>logs</topic>
 *   <filter class="ch.qos.logback.classic.filter.ThresholdFilter"><level>WARN</level></filter>
 * </appender>
 * }</pre>
 *
 * <p>The payload has Python's names: {@code name}, {@code levelno} (10 to 40), {@code levelname},
 * {@code exc_info} (the stack trace, or null), {@code pathname}, {@code lineno} and {@code
 * funcName} (null unless Logback knows the caller, which is dear: see its {@code
 * includeCallerData}), {@code msg}, {@code thread}, {@code processName}, {@code process}, and
 * {@code extra} with the MDC and the key-value pairs.
 */
public final class NotificationAppender extends NotifyingAppender {
  private static final long PROCESS = ProcessHandle.current().pid();

  /** Called by Logback. */
  public NotificationAppender() {
    super(null);
  }

  @Override
  @Nullable Notification event(ILoggingEvent entry, @Nullable String publisherId) {
    Priority priority = priority(entry.getLevel());
    return priority == null
        ? null
        : Notification.builder(priority, "logrecord")
            .publisherId(publisherId)
            .time(entry.getInstant())
            .payload(payload(entry))
            .build();
  }

  private static @Nullable Priority priority(Level level) {
    return switch (level.toInt()) {
      case Level.ERROR_INT -> Priority.ERROR;
      case Level.WARN_INT -> Priority.WARN;
      case Level.INFO_INT -> Priority.INFO;
      case Level.DEBUG_INT -> Priority.DEBUG;
      default -> null;
    };
  }

  private static Map<String, @Nullable Object> payload(ILoggingEvent entry) {
    StackTraceElement caller = entry.hasCallerData() ? entry.getCallerData()[0] : null;
    Map<String, @Nullable Object> payload = new LinkedHashMap<>();
    payload.put("name", entry.getLoggerName());
    payload.put("levelno", entry.getLevel().toInt() / 1_000);
    payload.put("levelname", entry.getLevel().toString());
    payload.put("exc_info", trace(entry.getThrowableProxy()));
    payload.put("pathname", caller == null ? null : caller.getFileName());
    payload.put("lineno", caller == null ? null : caller.getLineNumber());
    payload.put("msg", entry.getFormattedMessage());
    payload.put("funcName", caller == null ? null : caller.getMethodName());
    payload.put("thread", entry.getThreadName());
    payload.put("processName", entry.getLoggerContextVO().getName());
    payload.put("process", PROCESS);
    payload.put("extra", extra(entry));
    return payload;
  }

  private static @Nullable String trace(@Nullable IThrowableProxy thrown) {
    return thrown == null ? null : ThrowableProxyUtil.asString(thrown);
  }

  private static Map<String, String> extra(ILoggingEvent entry) {
    Map<String, String> extra = new LinkedHashMap<>(entry.getMDCPropertyMap());
    if (entry.getKeyValuePairs() != null) {
      for (KeyValuePair pair : entry.getKeyValuePairs()) {
        extra.put(pair.key, String.valueOf(pair.value));
      }
    }
    return extra;
  }
}
