package dev.svar.interop;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.entry;
import static org.awaitility.Awaitility.await;

import dev.svar.testkit.rabbit.VirtualHost.Exchange;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * That the peer of 2013 plays its roles as openstack.common.rpc did, against itself and, where the
 * formats allow, against today's library, so that a failing test with Java means something else.
 */
class Peer2013Test extends InteropTest {
  private static Map<String, Object> multicall(
      PythonPeer.Role client, String method, Map<String, ?> args) {
    return client.map("multicall", Map.of("method", method, "args", args));
  }

  @Test
  void a_call_is_a_value_and_then_an_end() {
    server2013();
    PythonPeer.Role client = client2013();

    assertThat(call(client, "add", Map.of("x", 2, "y", 3))).isEqualTo(5);
    Map<String, Object> made = multicall(client, "same", Map.of("arg", "grüß"));

    assertThat(made).containsEntry("items", List.of("grüß")).containsEntry("error", null);
    List<Map<String, Object>> replies = PythonPeer.asList(made.get("replies"));
    assertThat(replies).hasSize(2);
    assertThat(replies.get(0)).containsOnlyKeys("result", "failure", "_unique_id", "_msg_id");
    assertThat(replies.get(1))
        .containsOnlyKeys("result", "failure", "ending", "_unique_id", "_msg_id")
        .contains(entry("result", null), entry("failure", null), entry("ending", true));
  }

  @Test
  void a_generator_is_an_item_each() {
    server2013();
    PythonPeer.Role client = client2013();

    assertThat(multicall(client, "count", Map.of("n", 3)))
        .contains(entry("items", List.of(1, 2, 3)), entry("error", null));
    assertThat(multicall(client, "nones", Map.of()))
        .contains(entry("items", Arrays.asList(null, null, null)), entry("error", null));
    assertThat(multicall(client, "count", Map.of("n", 0)))
        .contains(entry("items", List.of()), entry("error", null));
    assertThat(multicall(client, "nothing", Map.of()))
        .contains(entry("items", Arrays.asList((Object) null)), entry("error", null));
    assertThat(multicall(client, "reply_by_hand", Map.of("first", "f", "last", "l")))
        .contains(entry("items", List.of("f", "l")), entry("error", null));
    assertThat(call(client, "count", Map.of("n", 3))).isEqualTo(3);
    assertThat(call(client, "count", Map.of("n", 0))).isNull();
  }

  @Test
  void items_come_before_the_generator_goes_on() {
    PythonPeer.Role server = server2013();
    PythonPeer.Role client = client2013();
    var made = client.requestAsync("multicall", Map.of("method", "wait_between"));

    assertThat(client.list("received", Map.of("at_least", 1)))
        .extracting(item -> item.get("item"))
        .containsExactly("before");
    assertThat(made).isNotDone();
    server.request("release");

    assertThat(PythonPeer.asMap(made.orTimeout(30, SECONDS).join()))
        .containsEntry("items", List.of("before", "after"));
  }

  @Test
  void a_generator_that_fails_midway_gives_its_items_and_no_end() {
    server2013();

    Map<String, Object> made =
        multicall(client2013(), "count_and_fail", Map.of("n", 2, "message", "grüß"));

    assertThat(made).containsEntry("items", List.of(1, 2));
    assertThat(PythonPeer.asMap(made.get("error")))
        .containsEntry("class", "ValueError")
        .extractingByKey("message")
        .asString()
        .startsWith("grüß\nTraceback (most recent call last):\n");
    Map<String, Object> last = PythonPeer.asList(made.get("replies")).get(2);
    assertThat(last).containsOnlyKeys("result", "failure", "_unique_id", "_msg_id");
    assertThat(PythonPeer.parsed(String.valueOf(last.get("failure"))))
        .contains(
            entry("class", "ValueError"),
            entry("module", "exceptions"),
            entry("message", "grüß"),
            entry("args", List.of("grüß")),
            entry("kwargs", Map.of()));
  }

  @Test
  void a_missing_method_and_version_and_a_wrong_argument_are_failures() {
    server2013();
    PythonPeer.Role client = client2013();

    PythonException missing = failure(client, "no_such_method");
    assertThat(missing.type()).isEqualTo("AttributeError");
    assertThat(missing.text()).startsWith("No such RPC function 'no_such_method'\nTraceback");
    assertThat(failure(client, "add").text()).contains("missing 2 required positional arguments");
    assertThat(failure(client2013("version", "1.9"), "add").property("exc_type"))
        .isEqualTo("UnsupportedRpcVersion");
    PythonException unsupported = failure(client2013("namespace", "other"), "add");
    assertThat(unsupported.type()).isEqualTo("RemoteError");
    assertThat(unsupported.property("value"))
        .isEqualTo("Specified RPC version, 1.2, not supported by this endpoint.");
  }

  private static PythonException failure(PythonPeer.Role client, String method) {
    return catchThrowableOfType(PythonException.class, () -> call(client, method, Map.of()));
  }

  @Test
  void the_timeout_is_for_each_gap_and_travels_as_a_header() {
    PythonPeer.Role server = server2013();
    PythonPeer.Role client = client2013();

    Map<String, Object> made =
        client.map(
            "multicall",
            Map.of("method", "count", "args", Map.of("n", 3, "delay", 0.4), "timeout", 1));
    assertThat(made).contains(entry("items", List.of(1, 2, 3)), entry("error", null));
    assertThat(server.list("calls", Map.of()).get(0))
        .containsEntry("headers", Map.of("ttl", 1000))
        .containsEntry("envelope", "2.0")
        .containsEntry("consumer", "topic");

    assertThatThrownBy(
            () ->
                client.request(
                    "call",
                    Map.of("method", "slow", "args", Map.of("seconds", 0.8), "timeout", 0.2)))
        .isInstanceOf(PythonException.class)
        .hasMessage(
            "openstack.common.rpc.common.Timeout: Timeout while waiting on RPC response - topic:"
                + " \"<unknown>\", RPC method: \"<unknown>\" info: \"<unknown>\"");
    assertThat(client.list("late", Map.of("at_least", 2)))
        .extracting(late -> PythonPeer.asMap(late.get("reply")).get("result"))
        .containsExactly("slept", null);
  }

  @Test
  void a_caller_before_2013_has_its_replies_at_its_message_id() {
    PythonPeer.Role server = server2013();
    PythonPeer.Role client = client2013("reply_q", false, "envelope", false);

    Map<String, Object> made = multicall(client, "count", Map.of("n", 2));

    assertThat(made).contains(entry("items", List.of(1, 2)), entry("error", null));
    assertThat(PythonPeer.asList(made.get("replies")))
        .hasSize(3)
        .allSatisfy(reply -> assertThat(reply).doesNotContainKey("_msg_id"));
    assertThat(server.list("calls", Map.of()).get(0)).containsEntry("envelope", null);
    assertThat(PythonPeer.asMap(server.list("calls", Map.of()).get(0).get("message")))
        .containsKey("_msg_id")
        .doesNotContainKey("_reply_q");
    await()
        .untilAsserted(
            () ->
                assertThat(vhost.exchanges())
                    .extracting(Exchange::name)
                    .containsExactly("demo_fanout", "openstack"));
  }

  @Test
  void casts_fanouts_and_contexts() {
    PythonPeer.Role first = server2013("host", "host1");
    PythonPeer.Role second = server2013("host", "host2");
    PythonPeer.Role client = client2013();

    client.request(
        "cast", Map.of("method", "echo", "host", "host2", "ctxt", Map.of("user_id", "u1")));
    assertThat(second.list("calls", Map.of("at_least", 1)).get(0))
        .contains(
            entry("method", "echo"),
            entry("ctxt", Map.of("user_id", "u1")),
            entry("consumer", "host"));
    client.request("fanout_cast", Map.of("method", "echo"));

    assertThat(first.list("calls", Map.of("at_least", 1)).get(0))
        .containsEntry("consumer", "fanout");
    assertThat(second.list("calls", Map.of("at_least", 2)).get(1))
        .containsEntry("consumer", "fanout");
    assertThat(
            client
                .map("call", Map.of("method", "context", "ctxt", Map.of("tenant", "t")))
                .get("result"))
        .isEqualTo(Map.of("tenant", "t"));
  }

  @Test
  void the_library_of_today_understands_requests_and_failures_of_2013() {
    PythonPeer.Role server = pythonServer("host1");
    PythonPeer.Role client = client2013();

    client.request("cast", Map.of("method", "echo", "args", Map.of("n", 1)));
    client.request("fanout_cast", Map.of("method", "echo", "args", Map.of("n", 2)));
    assertThat(server.list("calls", Map.of("at_least", 2)))
        .extracting(made -> made.get("args"))
        .containsExactlyInAnyOrder(Map.of("n", 1), Map.of("n", 2));

    // Its module is called builtins now, which nobody allowed in 2013.
    PythonException failure =
        catchThrowableOfType(
            PythonException.class, () -> call(client, "fail", Map.of("message", "boom")));
    assertThat(failure.type()).isEqualTo("RemoteError");
    assertThat(failure.property("exc_type")).isEqualTo("ValueError");
    // One reply that is value and end at once: in 2013 that was an end without a value.
    assertThat(call(client, "add", Map.of("x", 1, "y", 2))).isNull();
  }

  @Test
  void a_server_of_2013_understands_requests_of_today() {
    PythonPeer.Role server = server2013();

    pythonClient().request("cast", Map.of("method", "echo", "args", Map.of("n", 1)));

    Map<String, Object> made = server.list("calls", Map.of("at_least", 1)).get(0);
    assertThat(made).contains(entry("method", "echo"), entry("args", Map.of("n", 1)));
  }
}
