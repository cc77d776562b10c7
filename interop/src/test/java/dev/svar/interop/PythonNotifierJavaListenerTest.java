package dev.svar.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.svar.Context;
import dev.svar.Counter;
import dev.svar.Target;
import dev.svar.Transport;
import dev.svar.notify.Notification;
import dev.svar.notify.NotificationHandler;
import dev.svar.notify.NotificationListener;
import dev.svar.notify.Priority;
import dev.svar.testkit.notify.Received;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ValueSource;

/** The real Python library announces events, and Java listens. */
class PythonNotifierJavaListenerTest extends EventsTest {

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"messaging", "messagingv2"})
  void every_field_of_an_event_sent_with_the_driver(String driver) throws Exception {
    Received received = javaListener();
    Instant before = Instant.now().minusSeconds(1);

    notify(
        pythonNotifier("driver", driver),
        "priority",
        "error",
        "payload",
        Map.of("instance_id", 12, "state", "active"));

    Notification event = received.next();
    assertThat(event.priority()).isEqualTo(Priority.ERROR);
    assertThat(event.eventType()).isEqualTo(TYPE);
    assertThat(event.publisherId()).isEqualTo(HOST);
    assertThat(event.payload()).isEqualTo(Map.of("instance_id", 12, "state", "active"));
    assertThat(UUID.fromString(event.messageId()).version()).isEqualTo(4);
    assertThat(event.timestamp()).matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d(\\.\\d{6})?");
    assertThat(event.time()).get().matches(time -> time.isAfter(before), "now, in UTC");
    assertThat(event.context()).isEqualTo(Context.EMPTY);
    assertThat(event.headers()).isEmpty();
  }

  @Test
  void both_drivers_at_once_are_two_copies_of_one_event() throws Exception {
    Transport transport = java();
    Received received = javaListener(transport, listener -> listener);

    notify(
        pythonNotifier(
            "driver",
            null,
            "options",
            Map.of(
                "oslo_messaging_notifications",
                Map.of("driver", List.of("messaging", "messagingv2")))));

    assertThat(received.next().messageId()).isEqualTo(received.next().messageId());
    assertThat(transport.counts().of(Counter.DUPLICATE)).isZero();
  }

  @Test
  void events_of_every_priority() throws Exception {
    Map<Priority, Received> received = new EnumMap<>(Priority.class);
    NotificationListener.Builder<NotificationHandler> builder =
        NotificationListener.builder(java(), EVENTS);
    for (Priority priority : Priority.values()) {
      received.put(priority, new Received(SOON));
      builder.on(priority, received.get(priority));
    }
    start(builder);
    PythonPeer.Role notifier = pythonNotifier();

    for (Priority priority : Priority.values()) {
      notify(notifier, "priority", priority.inAddress(), "payload", priority.name());

      Notification event = received.get(priority).next();
      assertThat(event.priority()).isEqualTo(priority);
      assertThat(event.payload()).isEqualTo(priority.name());
    }
    assertThat(received.values()).allMatch(all -> all.waiting() == 0);
  }

  @Test
  void payloads_of_every_shape_and_up_to_two_megabytes() throws Exception {
    Received received = javaListener();
    PythonPeer.Role notifier = pythonNotifier();

    for (Arguments shape : Shapes.all().toList()) {
      notify(notifier, "payload", shape.get()[1]);

      assertThat(received.next().payload()).as(shape.get()[0].toString()).isEqualTo(shape.get()[1]);
    }
  }

  @Test
  void names_in_any_script() throws Exception {
    Received received = javaListener();

    notify(
        pythonNotifier("publisher_id", "höst.\uD83D\uDE00"),
        "event_type",
        "馬.žluť.\uD834\uDD1E",
        "request_context",
        Map.of("project_id", "кінь \uD83D\uDE00"));

    Notification event = received.next();
    assertThat(event.publisherId()).isEqualTo("höst.\uD83D\uDE00");
    assertThat(event.eventType()).isEqualTo("馬.žluť.\uD834\uDD1E");
    assertThat(event.context().get("project_id")).isEqualTo("кінь \uD83D\uDE00");
  }

  @Test
  void a_context_comes_without_its_token() throws Exception {
    Received received = javaListener();

    notify(
        pythonNotifier(),
        "request_context",
        Map.of(
            "project_id", "p1",
            "request_id", "req-9",
            "roles", List.of("admin", "member"),
            "is_admin", true,
            "auth_token", "secret"));

    Context context = received.next().context();
    assertThat(context.get("project_id")).isEqualTo("p1");
    assertThat(context.get("request_id")).isEqualTo("req-9");
    assertThat(context.get("roles")).isEqualTo(List.of("admin", "member"));
    assertThat(context.get("is_admin")).isEqualTo(true);
    assertThat(context.get("auth_token")).isNull();
  }

  @Test
  void events_of_several_topics() throws Exception {
    Received received = javaListener(java(), listener -> listener.target(Target.of("audit")));

    notify(pythonNotifier("topics", List.of("notifications", "audit", "unread")));

    assertThat(received.next().messageId()).isEqualTo(received.next().messageId());
    assertThat(vhost.queue("unread.info").messages()).isEqualTo(1);
  }

  @Test
  void events_of_another_exchange() throws Exception {
    Received received = new Received(SOON);
    start(
        NotificationListener.builder(java(), EVENTS.withExchange("nova"))
            .on(Priority.INFO, received));

    notify(pythonNotifier("options", Map.of("DEFAULT", Map.of("control_exchange", "nova"))));

    assertThat(received.next().eventType()).isEqualTo(TYPE);
  }

  @Test
  void events_wait_for_the_first_listener() throws Exception {
    notify(pythonNotifier(), "times", 50);
    assertThat(vhost.queue("notifications.info").messages()).isEqualTo(50);

    Received received = javaListener();

    List<Object> payloads = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      payloads.add(received.next().payload());
    }
    assertThat(payloads).isEqualTo(IntStream.range(0, 50).boxed().toList());
  }

  @Test
  void events_in_batches() throws Exception {
    notify(pythonNotifier(), "times", 12);
    Received received = new Received(SOON);

    start(
        NotificationListener.batchBuilder(java(), EVENTS, 5, Duration.ofSeconds(1))
            .onAny(received.batches()));

    assertThat(received.nextBatch())
        .extracting(Notification::payload)
        .containsExactly(0, 1, 2, 3, 4);
    assertThat(received.nextBatch())
        .extracting(Notification::payload)
        .containsExactly(5, 6, 7, 8, 9);
    assertThat(received.nextBatch()).extracting(Notification::payload).containsExactly(10, 11);
  }

  @ParameterizedTest(name = "kombu_compression={0}")
  @ValueSource(strings = {"gzip", "bzip2"})
  void an_event_is_compressed(String compression) throws Exception {
    Received received = javaListener();
    String text = "grüß \uD83D\uDE00 ".repeat(1_000);

    notify(
        pythonNotifier("options", rabbit(Map.of("kombu_compression", compression))),
        "payload",
        text);

    Notification event = received.next();
    assertThat(event.payload()).isEqualTo(text);
    assertThat(event.headers().get("compression").toString()).startsWith("application/x-");
  }
}
