package dev.svar.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.svar.Context;
import dev.svar.Transport;
import dev.svar.notify.NotificationFilter;
import dev.svar.notify.NotificationListener;
import dev.svar.notify.Notifier;
import dev.svar.notify.Priority;
import dev.svar.notify.RequeueException;
import dev.svar.testkit.notify.Received;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Notifiers and listeners of both sides at the same queues. */
class SharedEventsTest extends EventsTest {

  private void send(String side, int times) {
    if (side.equals("Java")) {
      send(javaNotifier(), times);
    } else {
      notify(pythonNotifier(), "times", times);
    }
  }

  private static List<Object> payloads(Received received, int count) throws Exception {
    List<Object> payloads = new ArrayList<>();
    while (payloads.size() < count) {
      payloads.add(received.next().payload());
    }
    return payloads;
  }

  /** Until everything in it is acknowledged. */
  private void awaitEmpty(String queue) {
    await().atMost(SOON).until(() -> vhost.queue(queue).messages() == 0);
  }

  @ParameterizedTest(name = "from {0}")
  @ValueSource(strings = {"Java", "Python"})
  void a_pool_shares_events_and_other_pools_have_copies_of_their_own(String side) throws Exception {
    Received inJava = javaListener(java(), listener -> listener.pool("shared"));
    PythonPeer.Role inPython = pythonListener("pool", "shared");
    Received java = javaListener(java(), listener -> listener.pool("java"));
    PythonPeer.Role python = pythonListener("pool", "python");

    send(side, 40);

    Object[] all = IntStream.range(0, 40).boxed().toArray();
    assertThat(payloads(java, 40)).containsExactly(all);
    assertThat(each(received(python, 40), "payload")).containsExactly(all);
    awaitEmpty("shared");
    List<Object> ofJava = payloads(inJava, inJava.waiting());
    List<Object> ofPython = each(received(inPython, 0), "payload");
    assertThat(ofJava).isNotEmpty();
    assertThat(ofPython).isNotEmpty();
    assertThat(Stream.concat(ofJava.stream(), ofPython.stream())).containsExactlyInAnyOrder(all);
    assertThat(vhost.queue("notifications.info").messages()).isEqualTo(40);
  }

  @ParameterizedTest(name = "from {0}")
  @ValueSource(strings = {"Java", "Python"})
  void what_java_gives_back_python_handles(String side) throws Exception {
    CountDownLatch given = new CountDownLatch(1);
    CountDownLatch other = new CountDownLatch(1);
    start(
        NotificationListener.builder(java(), EVENTS)
            .concurrency(1)
            .allowRequeue(true)
            .on(
                Priority.INFO,
                event -> {
                  given.countDown();
                  other.await();
                  throw new RequeueException();
                }));

    send(side, 1);
    given.await();
    PythonPeer.Role python = pythonListener();
    other.countDown();

    assertThat(each(received(python, 1), "payload")).containsExactly(0);
    awaitEmpty("notifications.info");
  }

  @ParameterizedTest(name = "from {0}")
  @ValueSource(strings = {"Java", "Python"})
  void what_python_gives_back_java_handles(String side) throws Exception {
    PythonPeer.Role python = pythonListener("allow_requeue", true, "requeue", Integer.MAX_VALUE);

    send(side, 1);
    assertThat(received(python, 2)).hasSizeGreaterThan(1);
    Received java = javaListener();

    assertThat(java.next().payload()).isEqualTo(0);
    awaitEmpty("notifications.info");
  }

  static Stream<Arguments> filters() {
    return Stream.of(
        filter("any event", Map.of(), 0, 1, 2, 3, 4, 5),
        filter("event type, from its start", Map.of("event_type", "compute.instance"), 0, 1, 2, 4),
        filter("event type, not within", Map.of("event_type", "instance"), 3),
        filter("publisher", Map.of("publisher_id", "^compute.*"), 0, 1, 2, 3, 5),
        filter("entry of the payload", Map.of("payload", Map.of("state", "active$")), 0, 2, 3),
        filter("entry that is text or not", Map.of("payload", Map.of("number", "1")), 3),
        filter("entry that is missing", Map.of("payload", Map.of("none", ".*"))),
        filter("context", Map.of("context", Map.of("user_id", "u[12]")), 0, 1, 3, 4, 5),
        filter("id", Map.of("metadata", Map.of("message_id", "[0-9a-f-]{36}$")), 0, 1, 2, 3, 4, 5),
        filter(
            "all together",
            Map.of(
                "event_type", ".*end",
                "publisher_id", "compute",
                "payload", Map.of("state", "act"),
                "context", Map.of("user_id", "u"),
                "metadata", Map.of("timestamp", "\\d{4}")),
            0));
  }

  private static Arguments filter(String what, Map<String, ?> rules, Integer... matching) {
    return Arguments.of(what, rules, List.of(matching));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("filters")
  void both_sides_filter_alike(String what, Map<String, Object> rules, List<Integer> matching)
      throws Exception {
    PythonPeer.Role python = pythonListener("pool", "python", "filter", rules);
    Received java = new Received(SOON);
    start(
        NotificationListener.builder(java(), EVENTS)
            .pool("java")
            .concurrency(1)
            .on(Priority.INFO, like(rules), java));
    Notifier notifier = javaNotifier();
    Context context = Context.of(Map.of("user_id", "u1"));

    notifier.info(context, TYPE, Map.of("n", 0, "state", "active", "number", 1));
    notifier.info(context, TYPE, Map.of("n", 1, "state", "inactive"));
    notifier.info(Context.EMPTY, TYPE, Map.of("n", 2, "state", "active"));
    notifier.info(context, "instance.start", Map.of("n", 3, "state", "active", "number", "1"));
    notifier.withPublisherId("x.compute").info(context, TYPE, Map.of("n", 4, "state", "ACTIVE"));
    notifier.info(context, "x." + TYPE, Map.of("n", 5));

    awaitEmpty("python");
    awaitEmpty("java");
    assertThat(numbers(each(received(python, 0), "payload"))).as("Python").isEqualTo(matching);
    assertThat(numbers(payloads(java, java.waiting()))).as("Java").isEqualTo(matching);
  }

  private static List<Object> numbers(List<Object> payloads) {
    List<Object> numbers = new ArrayList<>();
    payloads.forEach(payload -> numbers.add(PythonPeer.asMap(payload).get("n")));
    return numbers;
  }

  /** The filter that Python makes of the same rules. */
  private static NotificationFilter like(Map<String, Object> rules) {
    NotificationFilter.Builder filter = NotificationFilter.builder();
    rules.forEach(
        (name, rule) -> {
          switch (name) {
            case "event_type" -> filter.eventType((String) rule);
            case "publisher_id" -> filter.publisherId((String) rule);
            case "context" -> each(rule, filter::context);
            case "metadata" -> each(rule, filter::metadata);
            default -> each(rule, filter::payload);
          }
        });
    return filter.build();
  }

  private static void each(Object rules, BiConsumer<String, String> add) {
    PythonPeer.asMap(rules).forEach((name, rule) -> add.accept(name, (String) rule));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "amqp_durable_queues=true, classic",
    "amqp_auto_delete=true, classic",
    "rabbit_quorum_queue=true, quorum",
    "rabbit_quorum_queue=true&rabbit_quorum_delivery_limit=5, quorum",
    "rabbit_ha_queues=true, classic",
  })
  void both_sides_declare_alike_with(String query, String type) throws Exception {
    Map<String, Object> options = new HashMap<>();
    for (String option : query.split("&", -1)) {
      options.put(
          option.substring(0, option.indexOf('=')), option.substring(option.indexOf('=') + 1));
    }
    Transport transport = java("?" + query);

    javaNotifier(transport).info(Context.EMPTY, TYPE, "java first");
    assertThat(vhost.queue("notifications.info").type()).isEqualTo(type);
    PythonPeer.Role python =
        pythonListener("options", rabbit(options), "priorities", List.of("info"));
    assertThat(each(received(python, 1), "payload")).containsExactly("java first");
    notify(
        pythonNotifier("options", rabbit(options)), "priority", "error", "payload", "python first");
    Received java = javaListener(transport, listener -> listener.pool("pool"));
    assertThat(vhost.queue("pool").type()).isEqualTo(type);
    PythonPeer.Role inPool = pythonListener("options", rabbit(options), "pool", "pool");
    notify(pythonNotifier("options", rabbit(options)), "priority", "audit", "payload", "again");
    Received both = javaListener(transport, listener -> listener);

    assertThat(payloads(both, 2)).containsExactlyInAnyOrder("python first", "again");
    awaitEmpty("pool");
    assertThat(java.waiting() + received(inPool, 0).size()).isEqualTo(1);
  }
}
