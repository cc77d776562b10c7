package dev.svar.testkit.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.svar.ClosedException;
import dev.svar.Context;
import dev.svar.Serializer;
import dev.svar.Target;
import dev.svar.Transport;
import dev.svar.notify.MalformedNotificationException;
import dev.svar.notify.Notification;
import dev.svar.notify.NotificationListener;
import dev.svar.notify.Notifier;
import dev.svar.notify.Priority;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a notifier sends, and how it arrives. */
@SuppressWarnings("NullAway") // nulls are part of what is sent
public abstract class NotifierContract extends Events {

  record Instance(String uuid, int vcpus, @Nullable String host) {}

  @Test
  void an_event_arrives_as_it_was_sent() throws Exception {
    Received received = received();
    listen(received);
    Instant before = Instant.now().minusMillis(1);

    notifier().info(Context.EMPTY, "compute.instance.create.end", Map.of("id", 12));

    Notification event = received.next();
    assertThat(event.priority()).isEqualTo(Priority.INFO);
    assertThat(event.publisherId()).isEqualTo("compute.host1");
    assertThat(event.eventType()).isEqualTo("compute.instance.create.end");
    assertThat(event.payload()).isEqualTo(Map.of("id", 12));
    assertThat(UUID.fromString(event.messageId())).hasToString(event.messageId());
    assertThat(event.timestamp()).matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d(\\.\\d{6})?");
    assertThat(event.time())
        .hasValueSatisfying(time -> assertThat(time).isBetween(before, Instant.now()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"messaging", "messagingv2"})
  void both_kinds_of_messages_are_read(String driver) throws Exception {
    Received received = received();
    listen(received);

    notifier().prepare().driver(driver).build().info(Context.EMPTY, "a", List.of(1, "zwei", 3.5));

    Notification event = received.next();
    assertThat(event.eventType()).isEqualTo("a");
    assertThat(event.payload()).isEqualTo(List.of(1, "zwei", 3.5));
  }

  @Test
  void each_priority_reaches_the_handler_of_its_name() throws Exception {
    Map<Priority, Received> received = new LinkedHashMap<>();
    var listener = NotificationListener.builder(open(), target);
    for (Priority priority : Priority.values()) {
      received.put(priority, received());
      listener.on(priority, received.get(priority));
    }
    start(listener);
    Notifier notifier = notifier();

    notifier.audit(Context.EMPTY, "AUDIT", null);
    notifier.debug(Context.EMPTY, "DEBUG", null);
    notifier.info(Context.EMPTY, "INFO", null);
    notifier.warn(Context.EMPTY, "WARN", null);
    notifier.error(Context.EMPTY, "ERROR", null);
    notifier.critical(Context.EMPTY, "CRITICAL", null);
    notifier.sample(Context.EMPTY, "SAMPLE", null);

    for (Priority priority : Priority.values()) {
      Notification event = received.get(priority).next();
      assertThat(event.eventType()).isEqualTo(priority.name());
      assertThat(event.priority()).isEqualTo(priority);
      assertThat(event.payload()).isNull();
    }
  }

  @Test
  void a_payload_comes_as_the_type_that_is_asked_for() throws Exception {
    Received received = received();
    listen(received);

    notifier().info(Context.EMPTY, "a", new Instance("i-1", 4, null));

    Notification event = received.next();
    assertThat(event.payload(Instance.class)).isEqualTo(new Instance("i-1", 4, null));
    assertThatThrownBy(() -> event.payload(Integer.class))
        .isInstanceOf(MalformedNotificationException.class)
        .hasMessageContaining("payload")
        .hasMessageContaining("a from compute.host1");
  }

  @Test
  void text_of_every_script_and_large_payloads_arrive_whole() throws Exception {
    Received received = received();
    listen(received);
    String large = "ü𝄞".repeat(100_000);

    notifier().info(Context.EMPTY, "größe.𝄞", Map.of("text", large));

    Notification event = received.next();
    assertThat(event.eventType()).isEqualTo("größe.𝄞");
    assertThat(event.payload()).isEqualTo(Map.of("text", large));
  }

  @Test
  void the_context_arrives_without_what_others_must_not_know() throws Exception {
    Received received = received();
    listen(received);
    Context context =
        Context.of(Map.of("request_id", "req-1", "user_id", "u1", "auth_token", "s3cret"));

    notifier().info(context, "a", null);

    assertThat(received.next().context().toMap())
        .isEqualTo(Map.of("request_id", "req-1", "user_id", "u1"));
  }

  @Test
  void a_serializer_makes_payload_and_context() throws Exception {
    Received received = received();
    Serializer stamped =
        new Serializer() {
          @Override
          public Object serialize(Context context, @Nullable Object value) {
            return Map.of("by", String.valueOf(context.get("auth_token")), "value", value);
          }

          @Override
          public Object deserialize(Context context, @Nullable Object value) {
            return Map.of("read", value);
          }

          @Override
          public Map<String, Object> serializeContext(Context context) {
            return Map.of("keys", context.toMap().size());
          }
        };
    listen(received, builder -> builder.serializer(stamped));
    Context context = Context.of(Map.of("request_id", "req-1", "auth_token", "me"));

    notifier().prepare().serializer(stamped).build().info(context, "a", 7);

    Notification event = received.next();
    assertThat(event.payload()).isEqualTo(Map.of("read", Map.of("by", "me", "value", 7)));
    assertThat(event.context().toMap()).isEqualTo(Map.of("keys", 1));
  }

  @Test
  void an_event_goes_to_each_topic_with_the_same_id() throws Exception {
    Received one = received();
    Received other = received();
    listen(one);
    start(
        NotificationListener.builder(open(), Target.of(topic + "_other")).on(Priority.INFO, other));

    notifier().prepare().topics(topic, topic + "_other").build().info(Context.EMPTY, "a", null);

    assertThat(one.next().messageId()).isEqualTo(other.next().messageId());
  }

  @Test
  void a_notification_is_forwarded_as_it_is() throws Exception {
    Received received = received();
    listen(received);
    Notification original =
        Notification.builder(Priority.INFO, "a")
            .publisherId("somebody.else")
            .messageId("59c65317-98eb-47b7-b1dd-55d5199634b5")
            .time(Instant.parse("2026-11-22T12:18:18.241531Z"))
            .payload(Map.of("k", 1))
            .build();

    notifier().send(original);

    Notification event = received.next();
    assertThat(event.toMap()).isEqualTo(original.toMap());
    assertThat(event.timestamp()).isEqualTo("2026-11-22 12:18:18.241531");
  }

  @Test
  void thousands_may_be_on_their_way_and_each_tells_when_the_broker_has_it() throws Exception {
    int count = 10_000;
    Notifier notifier = notifier();
    List<CompletableFuture<Void>> sent = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      sent.add(notifier.notifyAsync(Priority.INFO, Context.EMPTY, "n", i));
    }

    for (CompletableFuture<Void> one : sent) {
      one.get(SOON.toSeconds(), TimeUnit.SECONDS);
    }

    Received received = received();
    listen(received);
    BitSet seen = new BitSet(count);
    for (int i = 0; i < count; i++) {
      seen.set((int) received.next().payload());
    }
    assertThat(seen.cardinality()).as("different events").isEqualTo(count);
  }

  @Test
  void what_depends_on_a_sent_event_may_block() throws Exception {
    Notifier notifier = notifier();
    Received received = received();
    listen(received);

    notifier
        .notifyAsync(Priority.INFO, Context.EMPTY, "first", null)
        .thenRun(() -> info(notifier, "second"))
        .get(SOON.toSeconds(), TimeUnit.SECONDS);

    assertThat(received.types(2)).containsExactly("first", "second");
  }

  @Test
  void a_payload_that_cannot_be_written_is_refused_with_its_path_and_the_next_one_goes()
      throws Exception {
    Received received = received();
    listen(received);
    Notifier notifier = notifier();

    assertThatThrownBy(
            () -> notifier.info(Context.EMPTY, "a", Map.of("volume", Map.of("size", Double.NaN))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("payload.volume.size");
    assertThat(notifier.notifyAsync(Priority.INFO, Context.EMPTY, "b", Map.of("x", new Object())))
        .failsWithin(SOON)
        .withThrowableThat()
        .withMessageContaining("payload.x");

    info(notifier, "c");
    assertThat(received.types(1)).containsExactly("c");
  }

  @Test
  void drivers_do_not_hinder_each_other() throws Exception {
    Received received = received();
    listen(received);
    Notifier notifier = notifier().prepare().driver("test", "messaging", "messagingv2").build();

    info(notifier, "a");

    assertThat(received.types(2)).containsExactly("a", "a");
    assertThat(notifier.recorded()).extracting(Notification::eventType).containsExactly("a");
  }

  @Test
  void after_the_transport_is_closed_an_event_fails() {
    Transport transport = open();
    Notifier notifier = notifier(transport);
    transport.close();

    assertThatThrownBy(() -> info(notifier, "a")).isInstanceOf(ClosedException.class);
    assertThat(notifier.notifyAsync(Priority.INFO, Context.EMPTY, "a", null))
        .failsWithin(SOON)
        .withThrowableThat()
        .withCauseInstanceOf(ClosedException.class);
  }
}
