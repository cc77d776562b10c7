package dev.svar.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.svar.Context;
import dev.svar.Target;
import dev.svar.Transport;
import dev.svar.notify.Notification;
import dev.svar.notify.NotificationFilter;
import dev.svar.notify.NotificationHandler;
import dev.svar.notify.NotificationListener;
import dev.svar.notify.Notifier;
import dev.svar.notify.Priority;
import dev.svar.testkit.Availability;
import dev.svar.testkit.kafka.KafkaBroker;
import dev.svar.testkit.notify.Received;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Events over Kafka, exchanged with the Python library, on a topic of each test's own. */
@ExtendWith(PythonExtension.class)
class KafkaEventsTest {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String TYPE = "compute.instance.create.end";

  private final String topic = "events_" + UUID.randomUUID();
  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private PythonPeer python;

  @BeforeEach
  void meet(PythonPeer python) {
    this.python = python;
    ConditionEvaluationResult peer =
        Availability.condition(
            python.has("confluent-kafka")
                ? Optional.empty()
                : Optional.of(
                    "confluent_kafka was not found: oslo.messaging needs it for Kafka (Debian:"
                        + " python3-confluent-kafka)."));
    assumeFalse(peer.isDisabled(), () -> peer.getReason().orElseThrow());
  }

  @AfterEach
  void part() throws Exception {
    while (!open.isEmpty()) {
      open.pop().close();
    }
  }

  private <T extends AutoCloseable> T closing(T resource) {
    open.push(resource);
    return resource;
  }

  private static String url() {
    return KafkaBroker.shared().url();
  }

  private Transport java() {
    return java(url());
  }

  private Transport java(String url) {
    return closing(
        Transport.builder()
            .url(url)
            .option("svar_auto_offset_reset", "earliest")
            .option("svar_client_properties", "heartbeat.interval.ms:100")
            .option("consumer_group", "java_" + topic)
            .open());
  }

  private Notifier javaNotifier() {
    return Notifier.builder(java()).publisherId("compute.host1").topics(topic).build();
  }

  private Received javaListener() {
    return javaListener(java(), listener -> listener);
  }

  private Received javaListener(
      Transport transport,
      UnaryOperator<NotificationListener.Builder<NotificationHandler>> settings) {
    Received received = new Received(SOON);
    NotificationListener listener =
        closing(
            settings
                .apply(
                    NotificationListener.builder(transport, Target.of(topic))
                        .concurrency(1)
                        .onAny(received))
                .build());
    listener.start(SOON);
    return received;
  }

  private PythonPeer.Role pythonNotifier(String driver) {
    return closing(
        python.open(
            "notifier",
            Map.of(
                "url",
                url(),
                "publisher_id",
                "compute.host1",
                "driver",
                driver,
                "retry",
                1,
                "topics",
                List.of(topic))));
  }

  /**
   * A listener that is assigned its partitions before this returns. Its topics must exist, and it
   * begins at their ends: it waits for five seconds at most, as the library does.
   */
  private PythonPeer.Role pythonListener(Map<String, ?> more) {
    Notifier notifier = javaNotifier();
    for (Priority priority : Priority.values()) {
      notifier.notify(priority, Context.EMPTY, "creates.the.topic", null);
    }
    Map<String, Object> all = new HashMap<>(more);
    all.put("url", url());
    all.put("targets", List.of(Map.of("topic", topic)));
    all.put(
        "options",
        Map.of(
            "DEFAULT",
            Map.of("executor_thread_pool_size", 1),
            "oslo_messaging_kafka",
            Map.of("consumer_group", "python_" + topic)));
    PythonPeer.Role listener = closing(python.open("listener", all));
    awaitAssigned(listener, notifier);
    return listener;
  }

  /** Sends until it sees something: what comes before its assignment passes it by. */
  private static void awaitAssigned(PythonPeer.Role listener, Notifier notifier) {
    Set<Object> seen = new HashSet<>();
    while (seen.size() < 1) {
      notifier.info(Context.EMPTY, "are.you.there", null);
      listener
          .list("received", Map.of("at_least", 1, "timeout", 1))
          .forEach(event -> seen.add(event.get("priority")));
    }
  }

  /** What came besides the questions whether it is there. */
  private static List<Map<String, Object>> received(PythonPeer.Role listener, int count) {
    List<Map<String, Object>> events = new ArrayList<>();
    int asked = 1;
    while (events.size() < count) {
      events.clear();
      List<Map<String, Object>> all =
          listener.list("received", Map.of("at_least", asked, "timeout", 30));
      assertThat(all).as("at least " + asked + " events").hasSizeGreaterThanOrEqualTo(asked);
      all.stream()
          .filter(event -> !"are.you.there".equals(event.get("event_type")))
          .forEach(events::add);
      asked = all.size() + 1;
    }
    return events;
  }

  @ParameterizedTest
  @ValueSource(strings = {"messaging", "messagingv2"})
  void python_sends_every_priority_with_either_driver(String driver) throws Exception {
    Received received = javaListener();
    PythonPeer.Role notifier = pythonNotifier(driver);
    Map<String, Object> payload = Map.of("id", 12, "text", "größe 𝄞");

    for (Priority priority : Priority.values()) {
      notifier.request(
          "notify",
          Map.of(
              "priority",
              priority.name().toLowerCase(Locale.ROOT),
              "event_type",
              TYPE,
              "payload",
              payload));
    }

    Set<Priority> priorities = new HashSet<>();
    for (int i = 0; i < Priority.values().length; i++) {
      Notification event = received.next();
      priorities.add(event.priority());
      assertThat(event.eventType()).isEqualTo(TYPE);
      assertThat(event.publisherId()).isEqualTo("compute.host1");
      assertThat(event.payload()).isEqualTo(payload);
      assertThat(event.messageId()).hasSize(36);
      assertThat(event.time()).isPresent();
    }
    assertThat(priorities).containsExactlyInAnyOrder(Priority.values());
  }

  @Test
  void java_sends_every_priority_with_either_driver_unicode_context_and_large_payloads() {
    PythonPeer.Role listener = pythonListener(Map.of());
    Notifier notifier = javaNotifier();
    Context context = Context.of(Map.of("request_id", "req-1", "auth_token", "s3cret"));
    String large = "ü𝄞".repeat(50_000);

    for (Priority priority : Priority.values()) {
      notifier.notify(priority, context, "größe.𝄞", Map.of("id", 12));
    }
    notifier.prepare().driver("messaging").build().info(context, TYPE, Map.of("text", large));

    List<Map<String, Object>> events = received(listener, 8);
    assertThat(events.subList(0, 7))
        .extracting(event -> event.get("priority"))
        .containsExactlyInAnyOrder("audit", "debug", "info", "warn", "error", "critical", "sample");
    for (Map<String, Object> event : events.subList(0, 7)) {
      assertThat(event).containsEntry("event_type", "größe.𝄞");
      assertThat(event).containsEntry("payload", Map.of("id", 12));
      assertThat(PythonPeer.asMap(event.get("ctxt")))
          .containsEntry("request_id", "req-1")
          .doesNotContainKey("auth_token");
    }
    assertThat(events.get(7)).containsEntry("payload", Map.of("text", large));
  }

  @Test
  void large_payloads_of_python_are_read() throws Exception {
    Received received = javaListener();
    String large = "ü𝄞".repeat(20_000);

    pythonNotifier("messagingv2")
        .request("notify", Map.of("event_type", TYPE, "payload", Map.of("text", large)));

    assertThat(received.next().payload()).isEqualTo(Map.of("text", large));
  }

  @Test
  void every_pool_has_a_copy_in_either_language() throws Exception {
    PythonPeer.Role inPython = pythonListener(Map.of("pool", "python_pool_" + topic));
    Received blue = javaListener(java(), listener -> listener.pool("blue_" + topic));
    Received green = javaListener(java(), listener -> listener.pool("green_" + topic));

    pythonNotifier("messagingv2").request("notify", Map.of("event_type", "copied"));

    assertThat(received(inPython, 1).get(0)).containsEntry("event_type", "copied");
    assertThat(last(blue)).isEqualTo("copied");
    assertThat(last(green)).isEqualTo("copied");
  }

  /** Skips what was sent to wake the Python listener. */
  private static String last(Received received) throws InterruptedException {
    String type = received.next().eventType();
    while (!type.equals("copied")) {
      type = received.next().eventType();
    }
    return type;
  }

  @Test
  void filters_leave_out_the_same_on_both_sides() throws Exception {
    Received wanted = new Received(SOON);
    javaListener(
        java(),
        listener ->
            listener.on(
                Priority.INFO,
                NotificationFilter.builder()
                    .eventType("compute\\.")
                    .payload("state", "act")
                    .build(),
                wanted));
    PythonPeer.Role inPython =
        pythonListener(
            Map.of(
                "filter",
                Map.of(
                    "event_type", "compute\\.|are.you.there",
                    "publisher_id", "compute")));
    PythonPeer.Role notifier = pythonNotifier("messagingv2");

    notifier.request(
        "notify", Map.of("event_type", "volume.a", "payload", Map.of("state", "active")));
    notifier.request(
        "notify", Map.of("event_type", "compute.b", "payload", Map.of("state", "error")));
    notifier.request(
        "notify", Map.of("event_type", "compute.c", "payload", Map.of("state", "active")));

    assertThat(wanted.next().eventType()).isEqualTo("compute.c");
    assertThat(received(inPython, 2))
        .extracting(event -> event.get("event_type"))
        .containsExactly("compute.b", "compute.c");
  }

  @Test
  void a_batch_of_pythons_events_is_handled_together() throws Exception {
    Received received = new Received(SOON);
    NotificationListener listener =
        closing(
            NotificationListener.batchBuilder(java(), Target.of(topic), 3, SOON)
                .on(Priority.INFO, received.batches())
                .build());
    listener.start(SOON);
    PythonPeer.Role notifier = pythonNotifier("messagingv2");

    for (int i = 0; i < 3; i++) {
      notifier.request("notify", Map.of("event_type", TYPE, "payload", i));
    }

    assertThat(received.nextBatch()).extracting(Notification::payload).containsExactly(0, 1, 2);
  }

  @Test
  void what_python_sends_under_a_virtual_host_is_read_here() throws Exception {
    String withHost = url() + "cloud1";
    Received received = javaListener(java(withHost), listener -> listener);

    closing(
            python.open(
                "notifier",
                Map.of(
                    "url",
                    withHost,
                    "driver",
                    "messagingv2",
                    "retry",
                    1,
                    "topics",
                    List.of(topic))))
        .request("notify", Map.of("event_type", TYPE));

    assertThat(received.next().eventType()).isEqualTo(TYPE);
  }
}
