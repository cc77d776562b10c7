package dev.svar.interop;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;

import dev.svar.testkit.rabbit.VirtualHost;
import dev.svar.testkit.rabbit.VirtualHost.Binding;
import dev.svar.testkit.rabbit.VirtualHost.Exchange;
import dev.svar.testkit.rabbit.VirtualHost.Queue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** That the peer of 2013 sends and declares exactly what openstack.common.rpc did. */
class Peer2013WireTest extends InteropTest {
  private static final JsonMapper JSON = new JsonMapper();

  private static Map<String, Object> inner(String body) {
    return PythonPeer.parsed(String.valueOf(PythonPeer.parsed(body).get("oslo.message")));
  }

  @Test
  void what_is_on_the_broker_is_what_was_in_2013() {
    server2013();
    call(client2013(), "nothing", Map.of());

    assertThat(vhost.exchanges().stream().map(Peer2013WireTest::anonymous))
        .containsExactly(
            new Exchange("demo_fanout", "fanout", false, true, Map.of()),
            new Exchange("openstack", "topic", false, false, Map.of()),
            new Exchange("reply_*", "direct", false, true, Map.of()));
    assertThat(vhost.queues())
        .extracting(queue -> anonymous(queue.name()), Queue::durable, Queue::autoDelete)
        .containsExactly(
            tuple("demo", false, false),
            tuple("demo.host1", false, false),
            tuple("demo_fanout_*", false, true),
            tuple("reply_*", false, true));
    assertThat(vhost.bindings())
        .extracting(binding -> anonymous(binding.queue()), Binding::routingKey)
        .contains(tuple("demo_fanout_*", "demo"));
    assertThat(vhost.consumers()).allMatch(c -> c.acknowledges() && c.prefetch() == 0);
    assertThat(vhost.consumers())
        .extracting(VirtualHost.Consumer::tag)
        .containsExactlyInAnyOrder("1", "2", "3", "1");
  }

  private static String anonymous(String name) {
    return name.replaceAll("[0-9a-f]{32}", "*");
  }

  private static Exchange anonymous(Exchange exchange) {
    return new Exchange(
        anonymous(exchange.name()),
        exchange.type(),
        exchange.durable(),
        exchange.autoDelete(),
        exchange.arguments());
  }

  @Test
  void a_request_looks_as_in_2013() {
    PythonPeer.Role capture =
        closing(
            python.open(
                "capture",
                Map.of("url", vhost.url(), "queue", "seen", "exchange", "openstack", "key", "#")));
    client2013()
        .requestAsync(
            "call",
            Map.of(
                "method",
                "echo",
                "args",
                Map.of("value", "hé"),
                "ctxt",
                Map.of("user", "u"),
                "timeout",
                3));

    Map<String, Object> message = capture.map("next", Map.of());

    assertThat(message.get("properties"))
        .isEqualTo(
            Map.of(
                "content_type",
                "application/json",
                "content_encoding",
                "utf-8",
                "delivery_mode",
                2,
                "priority",
                0,
                "headers",
                Map.of("ttl", 3000)));
    String body = String.valueOf(message.get("body"));
    assertThat(PythonPeer.parsed(body))
        .containsOnlyKeys("oslo.version", "oslo.message")
        .containsEntry("oslo.version", "2.0");
    assertThat(body).contains("h\\\\u00e9");
    assertThat(inner(body))
        .containsOnlyKeys(
            "method",
            "args",
            "namespace",
            "version",
            "_context_user",
            "_msg_id",
            "_reply_q",
            "_unique_id")
        .contains(
            entry("method", "echo"),
            entry("args", Map.of("value", "hé")),
            entry("namespace", "ns1"),
            entry("version", "1.2"),
            entry("_context_user", "u"));
    assertThat(String.valueOf(inner(body).get("_reply_q"))).matches("reply_[0-9a-f]{32}");
    assertThat(String.valueOf(inner(body).get("_msg_id"))).matches("[0-9a-f]{32}");
  }

  @Test
  void one_of_the_last_sixteen_unique_ids_is_dropped_by_a_server() {
    PythonPeer.Role server = server2013();
    PythonPeer.Role amqp = closing(python.open("amqp", Map.of("url", vhost.url())));
    for (int i = 0; i <= 16; i++) {
      publish(amqp, "openstack", "demo", request("u" + i));
    }
    publish(amqp, "openstack", "demo", request("u1"));
    publish(amqp, "openstack", "demo", request("u0"));

    assertThat(server.list("duplicates", Map.of("at_least", 1)))
        .extracting(error -> error.get("error"))
        .containsExactly("Found duplicate message(u1). Skipping it.");
    assertThat(server.list("calls", Map.of("at_least", 18))).hasSize(18);
  }

  @Test
  void a_reply_that_comes_twice_fails_the_call() {
    PythonPeer.Role amqp = closing(python.open("amqp", Map.of("url", vhost.url())));
    PythonPeer.Role capture =
        closing(
            python.open(
                "capture", Map.of("url", vhost.url(), "queue", "demo", "exchange", "openstack")));
    var made = client2013().requestAsync("multicall", Map.of("method", "count"));
    Map<String, Object> request = inner(String.valueOf(capture.map("next", Map.of()).get("body")));
    Map<String, Object> reply = new HashMap<>();
    reply.put("_msg_id", request.get("_msg_id"));
    reply.put("_unique_id", "u1");
    reply.put("result", 1);
    reply.put("failure", false);

    String replyQueue = String.valueOf(request.get("_reply_q"));
    publish(amqp, replyQueue, replyQueue, reply);
    publish(amqp, replyQueue, replyQueue, reply);

    Map<String, Object> outcome = PythonPeer.asMap(made.orTimeout(30, SECONDS).join());
    assertThat(outcome).containsEntry("items", List.of(1));
    assertThat(PythonPeer.asMap(outcome.get("error")))
        .containsEntry("class", "DuplicateMessageError")
        .containsEntry("message", "Found duplicate message(u1). Skipping it.");
  }

  private static Map<String, Object> request(String uniqueId) {
    return Map.of(
        "method", "nothing", "namespace", "ns1", "version", "1.0", "_unique_id", uniqueId);
  }

  private static void publish(
      PythonPeer.Role amqp, String exchange, String key, Map<String, ?> message) {
    amqp.request(
        "publish",
        Map.of(
            "exchange",
            exchange,
            "key",
            key,
            "body",
            JSON.writeValueAsString(message),
            "properties",
            Map.of("content_type", "application/json")));
  }

  @Test
  void events_are_bare_or_enveloped_and_read_by_the_library_of_today() {
    PythonPeer.Role listener =
        closing(
            python.open(
                "listener",
                Map.of("url", vhost.url(), "targets", List.of(Map.of("topic", "notifications")))));
    PythonPeer.Role client = client2013();

    client.request("notify", Map.of("event_type", "bare", "payload", Map.of("a", 1)));
    client.request("notify", Map.of("event_type", "enveloped", "envelope", true));

    assertThat(listener.list("received", Map.of("at_least", 2)))
        .extracting(event -> event.get("event_type"))
        .containsExactly("bare", "enveloped");
  }
}
