package dev.svar.notify;

import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The driver {@code log}: the message as JSON to the logger {@code
 * oslo.messaging.notification.<event type>}, with passwords and the like masked. As in Python,
 * there is no level for audit and sample: those are dropped, which is said once.
 */
final class LogDriver implements NotifierDriver {
  private static final Logger log = LoggerFactory.getLogger(LogDriver.class);
  private static final String PREFIX = "oslo.messaging.notification.";

  @Override
  public CompletableFuture<Void> send(Notification event) {
    Logger logger = LoggerFactory.getLogger(PREFIX + event.eventType());
    switch (event.priority()) {
      case DEBUG -> {
        if (logger.isDebugEnabled()) {
          logger.debug("{}", Secrets.json(event.toMap()));
        }
      }
      case INFO -> {
        if (logger.isInfoEnabled()) {
          logger.info("{}", Secrets.json(event.toMap()));
        }
      }
      case WARN -> logger.warn("{}", Secrets.json(event.toMap()));
      case ERROR, CRITICAL -> logger.error("{}", Secrets.json(event.toMap()));
      case AUDIT, SAMPLE ->
          log.warn("{} is not logged: there is no level for {}", event, event.priority());
    }
    return CompletableFuture.completedFuture(null);
  }
}
