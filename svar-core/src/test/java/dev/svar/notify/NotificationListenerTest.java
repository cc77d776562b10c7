package dev.svar.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.svar.Context;
import dev.svar.Counter;
import dev.svar.Target;
import dev.svar.Transport;
import dev.svar.internal.engine.Engine;
import dev.svar.internal.engine.Event;
import dev.svar.internal.engine.Retry;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The settings of a listener, and messages that are no events, or none for it. */
final class NotificationListenerTest {
  private static final Target TARGET = Target.of("notifications");

  private final BlockingQueue<String> counted = new LinkedBlockingQueue<>();
  private final Transport transport =
      Transport.builder()
          .url("memory:")
          .observer((counter, detail) -> counted.add(counter + " " + detail))
          .open();
  private final BlockingQueue<String> handled = new LinkedBlockingQueue<>();

  @AfterEach
  void close() {
    transport.close();
  }

  private NotificationListener.Builder<NotificationHandler> listener() {
    return NotificationListener.builder(transport, TARGET);
  }

  /** Publishes any map where events at INFO are. */
  private void publish(Map<String, ?> message) {
    ((Engine) transport)
        .publish(
            new Event(
                "openstack",
                "notifications.info",
                message,
                Map.of(),
                true,
                Duration.ofSeconds(20),
                Retry.DEFAULT));
  }

  private void awaitCount(Counter counter) throws InterruptedException {
    String next = counted.poll(20, TimeUnit.SECONDS);
    while (next != null && !next.startsWith(counter.name())) {
      next = counted.poll(20, TimeUnit.SECONDS);
    }
    assertThat(next).as("a count of " + counter).isNotNull();
  }

  @Test
  void a_listener_needs_a_handler_and_settings_that_agree() {
    refused(none -> {}, "handlers: none");
    refused(both -> both.onAny(event -> {}).tail(true).pool("p"), "tail and pool p");
    refused(
        both -> both.onAny(event -> {}).tail(true).redelivery(RedeliveryPolicy.attempts(2)),
        "tail and redelivery");
    refused(both -> both.onAny(event -> {}).tail(true).deadLetters(true), "tail and deadLetters");
    refused(zero -> zero.concurrency(0), "concurrency: 0");
    refused(zero -> zero.reportAfter(Duration.ZERO), "reportAfter: PT0S");
    assertThatThrownBy(
            () -> NotificationListener.batchBuilder(transport, TARGET, 0, Duration.ofSeconds(1)))
        .hasMessageContaining("size: 0");
    assertThatThrownBy(() -> NotificationListener.batchBuilder(transport, TARGET, 5, Duration.ZERO))
        .hasMessageContaining("wait: PT0S");
    assertThatThrownBy(() -> RedeliveryPolicy.attempts(0)).hasMessageContaining("attempts: 0");
  }

  private void refused(
      Consumer<NotificationListener.Builder<NotificationHandler>> settings, String because) {
    assertThatThrownBy(
            () -> {
              NotificationListener.Builder<NotificationHandler> builder = listener();
              settings.accept(builder);
              builder.build();
            })
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(because);
  }

  @Test
  void a_message_that_is_no_event_is_rejected_and_counted_and_the_next_one_is_handled()
      throws Exception {
    listener().on(Priority.INFO, event -> handled.add(event.eventType())).build().start();

    publish(Map.of("method", "echo", "args", Map.of()));
    publish(Map.of("event_type", "next", "priority", "INFO"));

    assertThat(handled.poll(20, TimeUnit.SECONDS)).isEqualTo("next");
    awaitCount(Counter.REJECTED);
  }

  @Test
  void a_message_that_is_no_event_is_a_dead_letter_where_there_is_a_policy() throws Exception {
    listener()
        .redelivery(RedeliveryPolicy.attempts(3))
        .on(Priority.INFO, event -> handled.add(event.eventType()))
        .build()
        .start();

    publish(Map.of("event_type", "no priority"));

    awaitCount(Counter.DEAD_LETTERED);
    assertThat(transport.counts().of(Counter.REJECTED)).isEqualTo(1);
    assertThat(handled).isEmpty();
  }

  @Test
  void an_event_of_a_priority_without_a_handler_is_counted_and_acknowledged() throws Exception {
    listener().on(Priority.INFO, event -> handled.add(event.eventType())).build().start();

    publish(Map.of("event_type", "odd", "priority", "ERROR"));
    publish(Map.of("event_type", "unknown", "priority", "urgent"));
    publish(Map.of("event_type", "next", "priority", "info"));

    assertThat(handled.poll(20, TimeUnit.SECONDS)).isEqualTo("next");
    awaitCount(Counter.UNHANDLED);
    awaitCount(Counter.UNHANDLED);
  }

  @Test
  void what_other_publishers_leave_out_is_missing() throws Exception {
    BlockingQueue<Notification> events = new LinkedBlockingQueue<>();
    listener().on(Priority.INFO, events::add).build().start();

    publish(Map.of("priority", "INFO", "event_type", 12));

    Notification event = events.poll(20, TimeUnit.SECONDS);
    assertThat(event.eventType()).isEqualTo("12");
    assertThat(event.publisherId()).isNull();
    assertThat(event.messageId()).isNull();
    assertThat(event.time()).isEmpty();
    assertThat(event.payload()).isNull();
    assertThat(event.context()).isEqualTo(Context.EMPTY);
  }

  @Test
  void a_handler_that_hangs_is_reported_by_the_name_of_its_event() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    PrintStream before = System.err;
    BlockingQueue<String> log = new LinkedBlockingQueue<>();
    System.setErr(
        new PrintStream(new ByteArrayOutputStream(), true) {
          @Override
          public void println(String line) {
            log.add(line);
          }
        });
    try {
      listener()
          .reportAfter(Duration.ofMillis(20))
          .on(Priority.INFO, event -> go.await())
          .build()
          .start();
      publish(Map.of("event_type", "slow.one", "priority", "INFO", "message_id", "id-7"));

      String line = log.poll(20, TimeUnit.SECONDS);
      while (line != null && !line.contains("has been running for")) {
        line = log.poll(20, TimeUnit.SECONDS);
      }
      assertThat(line).contains("WARN", "slow.one", "id-7", "notifications.info");
    } finally {
      System.setErr(before);
      go.countDown();
    }
  }
}
