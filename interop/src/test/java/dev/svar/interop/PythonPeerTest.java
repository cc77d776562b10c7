package dev.svar.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import dev.svar.testkit.rabbit.VirtualHost;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** That the peer plays its roles, Python to Python, so that a failing test means something else. */
@PythonInterop
final class PythonPeerTest {

  private static final Map<String, Object> TARGET =
      Map.of("topic", "demo", "namespace", "ns1", "version", "1.2");

  @Test
  void a_client_calls_a_server(PythonPeer peer, VirtualHost vhost) {
    try (PythonPeer.Role server = server(peer, vhost);
        PythonPeer.Role client = client(peer, vhost)) {
      assertThat(call(client, "echo", Map.of("arg", List.of(1, "x", true))))
          .isEqualTo(Map.of("arg", List.of(1, "x", true)));
      assertThat(call(client, "add", Map.of("x", 2, "y", 3))).isEqualTo(5);
      assertThat(call(client, "unicode", Map.of())).isEqualTo("grüß 你好 🚀");
      assertThat(call(client, "numbers", Map.of()))
          .asInstanceOf(LIST)
          .startsWith(BigInteger.TWO.pow(70), Double.NaN, Double.POSITIVE_INFINITY);
      assertThat(call(client, "nothing", Map.of())).isNull();
      assertThat(call(client, "no", Map.of())).isEqualTo(false);
      assertThat(server.list("calls", Map.of("at_least", 6)))
          .extracting(made -> made.get("method"))
          .containsExactly("echo", "add", "unicode", "numbers", "nothing", "no");
      assertThat(vhost.consumers())
          .extracting(VirtualHost.Consumer::queue)
          .contains("demo", "demo.host1");
    }
  }

  @Test
  void failures_reach_the_client(PythonPeer peer, VirtualHost vhost) {
    try (PythonPeer.Role server = server(peer, vhost);
        PythonPeer.Role client = client(peer, vhost)) {
      assertThatThrownBy(() -> call(client, "fail", Map.of("message", "boom")))
          .isInstanceOfSatisfying(
              PythonException.class,
              e -> {
                assertThat(e.module() + "." + e.type()).isEqualTo("builtins.ValueError");
                assertThat(e.text()).startsWith("boom\nTraceback");
              });
      assertThatThrownBy(
              () ->
                  call(
                      client,
                      "fail_with",
                      Map.of(
                          "module",
                          "peer_errors",
                          "name",
                          "QuotaError",
                          "args",
                          List.of("too much"),
                          "kwargs",
                          Map.of("limit", 3))))
          .isInstanceOfSatisfying(
              PythonException.class,
              e -> {
                assertThat(e.type()).isEqualTo("QuotaError_Remote");
                assertThat(e.kwargs()).containsExactly(entry("limit", 3));
              });
      assertThatThrownBy(() -> call(client, "no_such_method", Map.of()))
          .isInstanceOfSatisfying(
              PythonException.class,
              e -> {
                assertThat(e.type()).isEqualTo("RemoteError");
                assertThat(e.property("exc_type")).isEqualTo("NoSuchMethod");
              });
      assertThat(server.list("calls", Map.of())).hasSize(2);
    }
  }

  @Test
  void casts_and_fanouts_arrive(PythonPeer peer, VirtualHost vhost) {
    try (PythonPeer.Role first = server(peer, vhost, "host1");
        PythonPeer.Role second = server(peer, vhost, "host2");
        PythonPeer.Role client = client(peer, vhost)) {
      client.request(
          "cast",
          Map.of(
              "method", "echo",
              "args", Map.of("n", 1),
              "ctxt", Map.of("user_id", "u1"),
              "prepare", Map.of("server", "host2")));
      Map<String, Object> cast = second.list("calls", Map.of("at_least", 1, "clear", true)).get(0);
      assertThat(cast).contains(entry("method", "echo"), entry("args", Map.of("n", 1)));
      assertThat(PythonPeer.asMap(cast.get("ctxt"))).containsEntry("user_id", "u1");

      client.request("cast", Map.of("method", "who", "prepare", Map.of("fanout", true)));
      assertThat(first.list("calls", Map.of("at_least", 1))).hasSize(1);
      assertThat(second.list("calls", Map.of("at_least", 1))).hasSize(1);
    }
  }

  @Test
  void a_monitored_call_outlives_its_monitor_timeout(PythonPeer peer, VirtualHost vhost) {
    try (PythonPeer.Role server = server(peer, vhost);
        PythonPeer.Role client = client(peer, vhost)) {
      assertThat(
              client.map(
                  "call",
                  Map.of(
                      "method", "slow",
                      "args", Map.of("seconds", 6),
                      "prepare", Map.of("call_monitor_timeout", 4, "timeout", 30))))
          .containsEntry("result", "slept");
      assertThat(server.list("calls", Map.of())).hasSize(1);
    }
  }

  @Test
  void notifications_arrive(PythonPeer peer, VirtualHost vhost) {
    try (PythonPeer.Role listener =
            peer.open(
                "listener",
                Map.of("url", vhost.url(), "targets", List.of(Map.of("topic", "notifications"))));
        PythonPeer.Role notifier =
            peer.open("notifier", Map.of("url", vhost.url(), "publisher_id", "compute.host1"))) {
      notifier.request(
          "notify",
          Map.of("priority", "error", "event_type", "compute.fail", "payload", Map.of("a", 1)));

      assertThat(listener.list("received", Map.of("at_least", 1)).get(0))
          .contains(
              entry("priority", "error"),
              entry("publisher_id", "compute.host1"),
              entry("event_type", "compute.fail"),
              entry("payload", Map.of("a", 1)));
    }
  }

  @Test
  void raw_messages_go_out_and_in(PythonPeer peer, VirtualHost vhost) {
    try (PythonPeer.Role capture =
            peer.open("capture", Map.of("url", vhost.url(), "queue", "q", "exchange", "x"));
        PythonPeer.Role amqp = peer.open("amqp", Map.of("url", vhost.url()))) {
      assertThat(
              amqp.map(
                  "publish",
                  Map.of(
                      "exchange", "x",
                      "key", "q",
                      "body_base64", "AAEC/w==",
                      "properties",
                          Map.of("content_type", "text/plain", "headers", Map.of("h", 1)))))
          .containsEntry("returned", List.of());

      Map<String, Object> message = capture.map("next", Map.of());
      assertThat(message)
          .contains(
              entry("body_base64", "AAEC/w=="),
              entry("exchange", "x"),
              entry("routing_key", "q"),
              entry("properties", Map.of("content_type", "text/plain", "headers", Map.of("h", 1))));

      assertThat(amqp.map("publish", Map.of("key", "nowhere", "body", "", "mandatory", true)))
          .extractingByKey("returned")
          .asInstanceOf(LIST)
          .hasSize(1);
      assertThat(amqp.request("get", Map.of("queue", "q"))).isNull();
    }
  }

  @Test
  void an_error_of_the_peer_is_an_exception(PythonPeer peer, VirtualHost vhost) {
    assertThat(peer.version("oslo.messaging")).matches("\\d+\\.\\d+\\.\\d+");
    assertThatThrownBy(() -> peer.open("client", Map.of("url", vhost.url())))
        .isInstanceOf(PythonException.class)
        .hasMessage("builtins.KeyError: 'target'");
  }

  private static PythonPeer.Role server(PythonPeer peer, VirtualHost vhost) {
    return server(peer, vhost, "host1");
  }

  private static PythonPeer.Role server(PythonPeer peer, VirtualHost vhost, String name) {
    return peer.open(
        "server",
        Map.of(
            "url",
            vhost.url(),
            "topic",
            "demo",
            "server",
            name,
            "endpoints",
            List.of(Map.of("namespace", "ns1", "version", "1.2"))));
  }

  private static PythonPeer.Role client(PythonPeer peer, VirtualHost vhost) {
    Map<String, Object> parameters = new HashMap<>();
    parameters.put("url", vhost.url());
    parameters.put("target", TARGET);
    parameters.put("timeout", 30);
    parameters.put("allowed_remote_exmods", List.of("peer_errors"));
    return peer.open("client", parameters);
  }

  private static Object call(PythonPeer.Role client, String method, Map<String, ?> args) {
    return client.map("call", Map.of("method", method, "args", args)).get("result");
  }
}
