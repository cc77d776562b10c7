package dev.svar.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.svar.Context;
import dev.svar.Transport;
import dev.svar.notify.Notification;
import dev.svar.notify.Notifier;
import dev.svar.notify.Priority;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Java announces events, and the real Python library listens. */
class JavaNotifierPythonListenerTest extends EventsTest {

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"messaging", "messagingv2"})
  void every_field_of_an_event_sent_with_the_driver(String driver) {
    PythonPeer.Role listener = pythonListener();

    javaNotifier()
        .prepare()
        .driver(driver)
        .build()
        .send(
            Notification.builder(Priority.ERROR, TYPE)
                .publisherId(HOST)
                .messageId("59c65317-98eb-47b7-b1dd-55d5199634b5")
                .time(Instant.parse("2026-11-22T12:18:18.241531Z"))
                .context(Context.of(Map.of("user_id", "u1", "roles", List.of("admin"))))
                .payload(Map.of("instance_id", 12, "state", "active"))
                .build());

    Map<String, Object> event = received(listener, 1).get(0);
    assertThat(event)
        .contains(
            entry("priority", "error"),
            entry("event_type", TYPE),
            entry("publisher_id", HOST),
            entry("payload", Map.of("instance_id", 12, "state", "active")),
            entry(
                "metadata",
                Map.of(
                    "message_id", "59c65317-98eb-47b7-b1dd-55d5199634b5",
                    "timestamp", "2026-11-22 12:18:18.241531")));
    assertThat(PythonPeer.asMap(event.get("ctxt")))
        .contains(entry("user_id", "u1"), entry("roles", List.of("admin")));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"messaging, notification-v1", "messagingv2, notification-v2"})
  void on_the_wire_an_event_has_the_properties_and_keys_of_pythons(String driver, String name) {
    Notifier notifier = javaNotifier().prepare().driver(driver).build();
    PythonPeer.Role other = pythonNotifier("driver", driver);
    PythonPeer.Role amqp = closing(python.open("amqp", Map.of("url", vhost.url())));
    Map<String, Object> take = Map.of("queue", "notifications.info");

    notifier.info(Context.EMPTY, TYPE, Map.of("a", 1));
    Map<String, Object> ours = amqp.map("get", take);
    notify(other, "payload", Map.of("a", 1));
    Map<String, Object> theirs = amqp.map("get", take);

    assertThat(ours.get("properties")).isEqualTo(theirs.get("properties"));
    assertThat(ours.get("exchange")).isEqualTo(theirs.get("exchange"));
    assertThat(keys(ours)).isEqualTo(keys(theirs));
  }

  /** In their order, those of the envelope first. */
  private static List<String> keys(Map<String, Object> message) {
    Map<String, Object> outer = PythonPeer.parsed((String) message.get("body"));
    List<String> keys = new ArrayList<>(outer.keySet());
    if (outer.get("oslo.message") instanceof String inner) {
      keys.addAll(PythonPeer.parsed(inner).keySet());
    }
    return keys;
  }

  @Test
  void events_of_every_priority() {
    PythonPeer.Role listener = pythonListener();
    Notifier notifier = javaNotifier();

    for (Priority priority : Priority.values()) {
      notifier.notify(priority, Context.EMPTY, TYPE, priority.inAddress());
    }

    List<Map<String, Object>> all = received(listener, Priority.values().length);
    assertThat(all).allSatisfy(e -> assertThat(e.get("payload")).isEqualTo(e.get("priority")));
    assertThat(each(all, "priority"))
        .containsExactlyInAnyOrder("audit", "debug", "info", "warn", "error", "critical", "sample");
  }

  @Test
  void payloads_of_every_shape_and_up_to_two_megabytes() {
    PythonPeer.Role listener = pythonListener("priorities", List.of("info"));
    Notifier notifier = javaNotifier();
    List<Arguments> shapes = Shapes.all().toList();

    for (Arguments shape : shapes) {
      notifier.info(Context.EMPTY, TYPE, shape.get()[1]);
    }

    List<Object> payloads = each(received(listener, shapes.size()), "payload");
    for (int i = 0; i < shapes.size(); i++) {
      Object[] shape = shapes.get(i).get();
      assertThat(payloads.get(i)).as(shape[0].toString()).isEqualTo(shape[1]);
    }
  }

  @Test
  void names_in_any_script() {
    PythonPeer.Role listener = pythonListener();

    javaNotifier()
        .withPublisherId("höst.\uD83D\uDE00")
        .info(Context.of(Map.of("user_name", "кінь \uD83D\uDE00")), "馬.žluť.\uD834\uDD1E", null);

    Map<String, Object> event = received(listener, 1).get(0);
    assertThat(event)
        .contains(
            entry("publisher_id", "höst.\uD83D\uDE00"), entry("event_type", "馬.žluť.\uD834\uDD1E"));
    assertThat(PythonPeer.asMap(event.get("ctxt"))).containsEntry("user_name", "кінь \uD83D\uDE00");
  }

  @Test
  void an_event_of_nobody() {
    PythonPeer.Role listener = pythonListener();

    Notifier.builder(java()).build().info(Context.EMPTY, TYPE, null);

    assertThat(received(listener, 1).get(0))
        .contains(entry("publisher_id", null), entry("payload", null));
  }

  @Test
  void a_context_goes_without_its_token() {
    PythonPeer.Role listener = pythonListener();

    javaNotifier()
        .info(
            Context.of(
                Map.of(
                    "user_id", "u1",
                    "project_id", "p1",
                    "request_id", "req-9",
                    "roles", List.of("admin", "member"),
                    "is_admin", true,
                    "auth_token", "secret",
                    "service_catalog", List.of("secret"))),
            TYPE,
            null);

    // Python adds client_timeout to every context that it receives.
    Map<String, Object> context = PythonPeer.asMap(received(listener, 1).get(0).get("ctxt"));
    context.remove("client_timeout");
    assertThat(context)
        .containsOnly(
            entry("user_id", "u1"),
            entry("project_id", "p1"),
            entry("request_id", "req-9"),
            entry("roles", List.of("admin", "member")),
            entry("is_admin", true));
  }

  @Test
  void events_to_several_topics() {
    PythonPeer.Role listener =
        pythonListener(
            "targets", List.of(Map.of("topic", "notifications"), Map.of("topic", "audit")));

    javaNotifier()
        .prepare()
        .topics("notifications", "audit", "unread")
        .build()
        .info(Context.EMPTY, TYPE, null);

    List<Map<String, Object>> copies = received(listener, 2);
    assertThat(copies).hasSize(2);
    assertThat(copies.get(0).get("metadata")).isEqualTo(copies.get(1).get("metadata"));
    assertThat(vhost.queue("unread.info").messages()).isEqualTo(1);
  }

  @Test
  void events_of_another_exchange() {
    PythonPeer.Role listener =
        pythonListener("targets", List.of(Map.of("topic", "notifications", "exchange", "nova")));
    Transport nova =
        closing(Transport.builder().url(vhost.url()).responseTimeout(SOON).exchange("nova").open());

    javaNotifier(nova).info(Context.EMPTY, TYPE, null);

    assertThat(received(listener, 1)).hasSize(1);
  }

  @Test
  void events_wait_for_the_first_listener() {
    send(javaNotifier(), 50);
    assertThat(vhost.queue("notifications.info").messages()).isEqualTo(50);

    PythonPeer.Role listener = pythonListener();

    assertThat(each(received(listener, 50), "payload"))
        .isEqualTo(IntStream.range(0, 50).boxed().toList());
  }

  @Test
  void events_in_batches() {
    send(javaNotifier(), 12);

    PythonPeer.Role listener = pythonListener("batch_size", 5, "batch_timeout", 1);

    // Three at least; one more for each time that ran out at a bad moment.
    List<List<Map<String, Object>>> batches = batches(listener, 3);
    while (batches.stream().mapToInt(List::size).sum() < 12) {
      batches = batches(listener, batches.size() + 1);
    }
    assertThat(batches).allSatisfy(batch -> assertThat(batch).hasSizeBetween(1, 5));
    assertThat(batches.stream().flatMap(batch -> each(batch, "payload").stream()))
        .isEqualTo(IntStream.range(0, 12).boxed().toList());
  }

  @ParameterizedTest(name = "kombu_compression={0}")
  @ValueSource(strings = {"gzip", "bzip2"})
  void an_event_is_compressed(String compression) {
    PythonPeer.Role listener = pythonListener();
    String text = "grüß \uD83D\uDE00 ".repeat(1_000);

    javaNotifier(java("?kombu_compression=" + compression)).info(Context.EMPTY, TYPE, text);

    assertThat(received(listener, 1).get(0)).containsEntry("payload", text);
  }
}
