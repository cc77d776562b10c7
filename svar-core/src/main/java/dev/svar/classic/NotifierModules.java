package dev.svar.classic;

import dev.svar.internal.codec.JsonWriter;
import dev.svar.internal.config.ClassicSettings;
import dev.svar.notify.Notification;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * The drivers of a {@link NotifierApi}, which are modules in Python: found by name with the first
 * event, each once. Thread-safe.
 */
final class NotifierModules {
  private static final Logger log = LoggerFactory.getLogger(NotifierModules.class);
  private static final String LOGGERS = "openstack.common.notification.";

  private final RpcBackend backend;
  private final ClassicSettings settings;
  private final List<Notification> recorded = new CopyOnWriteArrayList<>();
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Map<String, Consumer<Notification>> drivers; // guarded by lock

  NotifierModules(RpcBackend backend, ClassicSettings settings) {
    this.backend = backend;
    this.settings = settings;
  }

  /** By every driver, however the others fare. */
  void send(Notification event) {
    drivers()
        .forEach(
            (name, driver) -> {
              try {
                driver.accept(event);
              } catch (RuntimeException e) {
                log.error("{} was not sent by {}", event, name, e);
              }
            });
  }

  List<Notification> recorded() {
    return List.copyOf(recorded);
  }

  private Map<String, Consumer<Notification>> drivers() {
    lock.lock();
    try {
      if (drivers == null) {
        drivers = found();
      }
      return drivers;
    } finally {
      lock.unlock();
    }
  }

  private Map<String, Consumer<Notification>> found() {
    Map<String, Consumer<Notification>> found = new LinkedHashMap<>();
    for (String module : settings.notificationDrivers()) {
      String name = module.strip().substring(module.strip().lastIndexOf('.') + 1);
      switch (name) {
        case "no_op_notifier", "no_op" -> found.put("no_op_notifier", event -> {});
        case "log_notifier", "log" -> found.put("log_notifier", NotifierModules::write);
        // An older name for it.
        case "rpc_notifier", "rpc", "rabbit_notifier" ->
            found.put(
                "rpc_notifier", event -> publish(event, settings.notificationTopics(), false));
        case "rpc_notifier2", "rpc2" ->
            found.put("rpc_notifier2", event -> publish(event, settings.notifier2Topics(), true));
        case "test_notifier", "test" -> found.put("test_notifier", recorded::add);
        default ->
            log.error(
                "notification_driver: \"{}\" is left alone (expected: a name that ends in"
                    + " no_op_notifier, log_notifier, rpc_notifier, rpc_notifier2 or test_notifier)",
                module);
      }
    }
    return found;
  }

  private void publish(Notification event, List<String> topics, boolean envelope) {
    for (String topic : topics) {
      try {
        backend.notify(
            event.context(), topic + "." + event.priority().inAddress(), event.toMap(), envelope);
      } catch (RuntimeException e) {
        log.error("{} was not sent to {}", event, topic, e);
      }
    }
  }

  private static void write(Notification event) {
    Level level =
        switch (event.priority()) {
          case CRITICAL, ERROR -> Level.ERROR;
          case WARN -> Level.WARN;
          case DEBUG -> Level.DEBUG;
          default -> Level.INFO;
        };
    Logger logger = LoggerFactory.getLogger(LOGGERS + event.eventType());
    if (logger.isEnabledForLevel(level)) {
      logger
          .atLevel(level)
          .log("{}", JsonWriter.write(Sanitizer.sanitized(JsonWriter.plain(event.toMap()))));
    }
  }
}
