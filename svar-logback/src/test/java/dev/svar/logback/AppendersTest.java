package dev.svar.logback;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.status.Status;
import dev.svar.Target;
import dev.svar.Transport;
import dev.svar.notify.Notification;
import dev.svar.notify.NotificationListener;
import dev.svar.notify.Priority;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Log records on the bus. */
final class AppendersTest {
  private static final String URL = "memory://logback";

  private final LoggerContext logs = new LoggerContext();
  private final LogbackMDCAdapter mdc = new LogbackMDCAdapter();
  private final Transport transport = Transport.open(URL);
  private final BlockingQueue<Notification> events = new LinkedBlockingQueue<>();

  @BeforeEach
  void listen() {
    logs.setMDCAdapter(mdc);
    NotificationListener.builder(transport, Target.of("logs"))
        .concurrency(1)
        .onAny(events::add)
        .build()
        .start();
  }

  @AfterEach
  void close() {
    logs.stop();
    transport.close();
  }

  private Notification next() throws InterruptedException {
    Notification next = events.poll(20, TimeUnit.SECONDS);
    assertThat(next).as("an event").isNotNull();
    return next;
  }

  private Logger logger(NotifyingAppender appender, String name) {
    appender.setContext(logs);
    appender.start();
    Logger logger = logs.getLogger(name);
    logs.getLogger("ROOT").addAppender(appender);
    logger.setLevel(Level.TRACE);
    return logger;
  }

  private <A extends NotifyingAppender> A toTheBus(A appender, String... drivers) {
    appender.setTransport(transport);
    appender.addTopic("logs");
    for (String driver : drivers) {
      appender.addDriver(driver);
    }
    return appender;
  }

  @ParameterizedTest
  @CsvSource({
    "DEBUG, messaging, 10",
    "INFO, messaging, 20",
    "WARN, messaging, 30",
    "ERROR, messaging, 40",
    "DEBUG, messagingv2, 10",
    "INFO, messagingv2, 20",
    "WARN, messagingv2, 30",
    "ERROR, messagingv2, 40"
  })
  void a_record_is_one_event_with_its_level_as_priority(String level, String driver, int number)
      throws Exception {
    Logger logger = logger(toTheBus(new NotificationAppender(), driver), "app.part");

    logger.atLevel(org.slf4j.event.Level.valueOf(level)).log("{} of {}", 1, 2);
    logger.atLevel(org.slf4j.event.Level.TRACE).log("left out");

    Notification event = next();
    assertThat(event.eventType()).isEqualTo("logrecord");
    assertThat(event.priority()).isEqualTo(Priority.of(level));
    assertThat(payload(event))
        .containsOnlyKeys(
            "name",
            "levelno",
            "levelname",
            "exc_info",
            "pathname",
            "lineno",
            "msg",
            "funcName",
            "thread",
            "processName",
            "process",
            "extra")
        .containsEntry("name", "app.part")
        .containsEntry("levelno", number)
        .containsEntry("levelname", level)
        .containsEntry("msg", "1 of 2")
        .containsEntry("thread", Thread.currentThread().getName())
        .containsEntry("exc_info", null);
    assertThat(events).isEmpty();
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> payload(Notification event) {
    return (Map<String, Object>) event.payload();
  }

  @Test
  void what_else_belongs_to_a_record_goes_along() throws Exception {
    Logger logger = logger(toTheBus(new NotificationAppender()), "app");
    mdc.put("request_id", "req-1");

    logger
        .atError()
        .setCause(new IllegalStateException("on purpose"))
        .addKeyValue("volume", 7)
        .log("failed");

    Map<String, Object> payload = payload(next());
    assertThat((Map<?, ?>) payload.get("extra"))
        .isEqualTo(Map.of("request_id", "req-1", "volume", "7"));
    assertThat((String) payload.get("exc_info"))
        .contains("IllegalStateException: on purpose", "AppendersTest");
  }

  @Test
  void logback_configures_it_and_its_filters_choose() throws Exception {
    JoranConfigurator configurator = new JoranConfigurator();
    configurator.setContext(logs);
    configurator.doConfigure(
        new ByteArrayInputStream(
            """
            <configuration>
              <appender name="EVENTS" class="dev.svar.logback.NotificationAppender">
                <url>memory://logback</url>
                <publisherId>billing.host1</publisherId>
                <driver>messagingv2</driver>
                <topic>logs</topic>
                <filter class="ch.qos.logback.classic.filter.ThresholdFilter">
                  <level>WARN</level>
                </filter>
              </appender>
              <root level="DEBUG"><appender-ref ref="EVENTS"/></root>
            </configuration>
            """
                .getBytes(StandardCharsets.UTF_8)));

    logs.getLogger("app").info("too low");
    logs.getLogger("app").warn("seen");

    Notification event = next();
    assertThat(payload(event)).containsEntry("msg", "seen");
    assertThat(event.publisherId()).isEqualTo("billing.host1");
    assertThat(events).isEmpty();
  }

  @Test
  void errors_alone_are_announced_with_their_placeholders() throws Exception {
    Logger logger = logger(toTheBus(new ErrorNotificationAppender()), "app");

    logger.warn("no error");
    logger.error("volume {} failed", 7);

    Notification event = next();
    assertThat(event.publisherId()).isEqualTo("error.publisher");
    assertThat(event.eventType()).isEqualTo("error_notification");
    assertThat(event.priority()).isEqualTo(Priority.ERROR);
    assertThat(event.payload()).isEqualTo(Map.of("error", "volume {} failed"));
    assertThat(events).isEmpty();
  }

  @Test
  void errors_are_left_out_where_events_go_to_the_log() throws Exception {
    Logger logger = logger(toTheBus(new ErrorNotificationAppender(), "messaging", "log"), "app");
    logger.error("would come back");
    logger(toTheBus(new NotificationAppender()), "app").info("next");

    assertThat(payload(next())).containsEntry("msg", "next");
  }

  @Test
  void records_of_the_library_and_its_clients_are_left_out() throws Exception {
    NotificationAppender appender = toTheBus(new NotificationAppender());
    logger(appender, "dev.svar.internal.engine.Engine").warn("own");
    logs.getLogger("oslo.messaging.notification.a").warn("own");
    logs.getLogger("com.rabbitmq.client.Connection").warn("own");
    logs.getLogger("org.apache.kafka.clients.Metadata").warn("own");
    logs.getLogger("app").warn("the application's");

    assertThat(payload(next())).containsEntry("msg", "the application's");
  }

  @Test
  void a_record_that_is_not_sent_harms_nobody_is_counted_and_told_once() {
    NotificationAppender appender = toTheBus(new NotificationAppender());
    Logger logger = logger(appender, "app");
    transport.close();

    logger.error("one");
    logger.error("two");

    assertThat(appender.lost()).isEqualTo(2);
    assertThat(logs.getStatusManager().getCopyOfStatusList())
        .filteredOn(status -> status.getLevel() == Status.WARN)
        .singleElement()
        .satisfies(status -> assertThat(status.getMessage()).contains("was not sent"));
  }

  @Test
  void a_record_of_an_interrupted_thread_is_sent_and_the_thread_stays_interrupted()
      throws Exception {
    Logger logger = logger(toTheBus(new NotificationAppender()), "app");

    Thread.currentThread().interrupt();
    logger.warn("interrupted");

    assertThat(Thread.interrupted()).isTrue();
    assertThat(payload(next())).containsEntry("msg", "interrupted");
  }

  @Test
  void what_cannot_start_says_why() {
    NotificationAppender appender = new NotificationAppender();
    appender.setContext(logs);
    appender.start();

    assertThat(appender.isStarted()).isFalse();
    assertThat(logs.getStatusManager().getCopyOfStatusList())
        .anySatisfy(status -> assertThat(status.getMessage()).contains("url: missing"));
  }
}
