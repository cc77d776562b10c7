package dev.svar.interop;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.entry;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.Arguments;

/** Clients of openstack.common.rpc, as of 2013 and before, call Java servers. */
class Client2013JavaServerTest extends InteropTest {

  private static Map<String, Object> multicall(
      PythonPeer.Role client, String method, Map<String, ?> args) {
    return client.map("multicall", Map.of("method", method, "args", args));
  }

  @Test
  void every_shape_of_json_goes_to_java_and_back() {
    javaServer("host1");
    PythonPeer.Role client = client2013();

    Shapes.all()
        .map(Arguments::get)
        .forEach(
            shape -> {
              Map<String, Object> args = new HashMap<>();
              args.put("arg", shape[1]);
              assertThat(call(client, "same", args)).as("%s", shape[0]).isEqualTo(shape[1]);
            });
  }

  @Test
  void a_call_is_answered_by_a_value_and_then_an_end() {
    javaServer("host1");

    Map<String, Object> made = multicall(client2013(), "add", Map.of("x", 2, "y", 3));

    assertThat(made).contains(entry("items", List.of(5)), entry("error", null));
    List<Map<String, Object>> replies = PythonPeer.asList(made.get("replies"));
    assertThat(replies).hasSize(2);
    assertThat(replies.get(0))
        .containsOnlyKeys("result", "failure", "_unique_id", "_msg_id")
        .contains(entry("result", 5), entry("failure", null));
    assertThat(replies.get(1))
        .containsOnlyKeys("result", "failure", "ending", "_unique_id", "_msg_id")
        .contains(entry("result", null), entry("failure", null), entry("ending", true));
    assertThat(replies.get(0).get("_unique_id")).isNotEqualTo(replies.get(1).get("_unique_id"));
  }

  @Test
  void a_result_of_null_is_a_value() {
    JavaEndpoint server = javaServer("host1");

    assertThat(multicall(client2013(), "tell", Map.of("what", "m")))
        .contains(entry("items", Arrays.asList((Object) null)), entry("error", null));
    assertThat(server.told).containsExactly("m");
  }

  @Test
  void a_failure_is_the_last_reply_and_has_no_end() {
    javaServer("host1");

    Map<String, Object> made = multicall(client2013(), "state", Map.of("message", "grüß"));

    assertThat(made).containsEntry("items", List.of());
    assertThat(PythonPeer.asMap(made.get("error")))
        .contains(
            entry("class", "RemoteError"),
            entry("exc_type", "IllegalStateException"),
            entry("value", "grüß"));
    List<Map<String, Object>> replies = PythonPeer.asList(made.get("replies"));
    assertThat(replies).hasSize(1);
    assertThat(replies.get(0)).containsOnlyKeys("result", "failure", "_unique_id", "_msg_id");
  }

  @Test
  void an_illegal_argument_is_a_value_error_of_python_2() {
    javaServer("host1");

    Map<String, Object> made = multicall(client2013(), "illegal", Map.of("message", "grüß"));

    assertThat(PythonPeer.asMap(made.get("error")))
        .contains(entry("class", "ValueError"), entry("module", "builtins"))
        .extractingByKey("message")
        .asString()
        .startsWith("grüß\njava.lang.IllegalArgumentException: grüß\n");
    Object failure = PythonPeer.asList(made.get("replies")).get(0).get("failure");
    assertThat(PythonPeer.parsed(String.valueOf(failure)))
        .contains(
            entry("class", "ValueError"),
            entry("module", "exceptions"),
            entry("message", "grüß"),
            entry("args", List.of("grüß")),
            entry("kwargs", Map.of()));
  }

  @Test
  void missing_and_unknown_arguments_are_type_errors() {
    javaServer("host1");

    PythonException missing =
        catchThrowableOfType(
            PythonException.class, () -> call(client2013(), "add", Map.of("x", 1)));

    assertThat(missing.type()).isEqualTo("TypeError");
    assertThat(missing.text())
        .startsWith("JavaEndpoint.add() missing 1 required positional argument: 'y'\n");
  }

  @Test
  void a_missing_method() {
    javaServer("host1");

    PythonException failure =
        catchThrowableOfType(PythonException.class, () -> call(client2013(), "nope", Map.of()));

    assertThat(failure.property("exc_type")).isEqualTo("NoSuchMethod");
    assertThat(failure.property("value")).isEqualTo("Endpoint does not support RPC method nope");
  }

  @Test
  void a_cast() throws Exception {
    JavaEndpoint server = javaServer("host1");

    client2013().request("cast", Map.of("method", "tell", "args", Map.of("what", "quietly")));

    assertThat(server.told.poll(30, SECONDS)).isEqualTo("quietly");
  }

  @Test
  void a_bare_cast() throws Exception {
    JavaEndpoint server = javaServer("host1");

    client2013("envelope", false)
        .request("cast", Map.of("method", "tell", "args", Map.of("what", "bare"), "host", "host1"));

    assertThat(server.told.poll(30, SECONDS)).isEqualTo("bare");
  }

  @Test
  void a_fanout_to_several_java_servers() throws Exception {
    JavaEndpoint first = javaServer("host1");
    JavaEndpoint second = javaServer("host2");

    client2013().request("fanout_cast", Map.of("method", "tell", "args", Map.of("what", "all")));

    assertThat(first.told.poll(30, SECONDS)).isEqualTo("all");
    assertThat(second.told.poll(30, SECONDS)).isEqualTo("all");
  }

  @Test
  void a_context_arrives_as_it_was_sent() {
    javaServer("host1");
    Map<String, Object> entries = new HashMap<>();
    entries.put("user_id", "u1");
    entries.put("roles", List.of("admin"));
    entries.put("project_id", null);

    assertThat(
            client2013()
                .map("call", Map.of("method", "context", "args", Map.of(), "ctxt", entries))
                .get("result"))
        .isEqualTo(entries);
  }

  @Test
  void a_bare_call_is_answered() {
    javaServer("host1");

    assertThat(multicall(client2013("envelope", false), "add", Map.of("x", 2, "y", 3)))
        .contains(entry("items", List.of(5)), entry("error", null));
  }

  @Test
  void a_call_from_before_2013_is_answered_at_its_message_id() {
    javaServer("host1");
    PythonPeer.Role client = client2013("reply_q", false, "envelope", false);

    Map<String, Object> made = multicall(client, "add", Map.of("x", 2, "y", 3));

    assertThat(made).contains(entry("items", List.of(5)), entry("error", null));
    List<Map<String, Object>> replies = PythonPeer.asList(made.get("replies"));
    assertThat(replies.get(0)).containsOnlyKeys("result", "failure", "_unique_id");
    assertThat(replies.get(1)).containsOnlyKeys("result", "failure", "ending", "_unique_id");
  }

  @Test
  void a_failure_from_before_2013_is_sent_to_its_message_id() {
    javaServer("host1");
    PythonPeer.Role client = client2013("reply_q", false, "envelope", false);

    Map<String, Object> made = multicall(client, "state", Map.of("message", "broken"));

    assertThat(PythonPeer.asMap(made.get("error"))).containsEntry("value", "broken");
    assertThat(PythonPeer.asList(made.get("replies")).get(0))
        .containsOnlyKeys("result", "failure", "_unique_id");
  }

  @Test
  void a_call_that_timed_out_is_answered_to_nobody_and_the_next_one_as_ever() {
    javaServer("host1");
    PythonPeer.Role client = client2013();

    PythonException failure =
        catchThrowableOfType(
            PythonException.class,
            () ->
                client.request(
                    "call",
                    Map.of("method", "slow", "args", Map.of("seconds", 0.6), "timeout", 0.2)));

    assertThat(failure.type()).isEqualTo("Timeout");
    assertThat(call(client, "add", Map.of("x", 2, "y", 3))).isEqualTo(5);
    assertThat(client.list("late", Map.of("at_least", 2)))
        .extracting(late -> PythonPeer.asMap(late.get("reply")).get("result"))
        .containsExactly("slept", null);
  }

  @Test
  void the_items_of_a_stream_are_values_before_one_end() {
    javaServer("host1");
    PythonPeer.Role client = client2013();

    Map<String, Object> made = multicall(client, "count", Map.of("n", 3));

    assertThat(made).contains(entry("items", List.of(1, 2, 3)), entry("error", null));
    assertThat(PythonPeer.asList(made.get("replies")))
        .extracting(Map::keySet)
        .containsExactly(
            Set.of("result", "failure", "_unique_id", "_msg_id"),
            Set.of("result", "failure", "_unique_id", "_msg_id"),
            Set.of("result", "failure", "_unique_id", "_msg_id"),
            Set.of("result", "failure", "ending", "_unique_id", "_msg_id"));
    assertThat(multicall(client, "nones", Map.of()))
        .contains(entry("items", Arrays.asList(null, null, null)), entry("error", null));
    assertThat(multicall(client, "count", Map.of("n", 0)))
        .contains(entry("items", List.of()), entry("error", null));
    assertThat(multicall(client, "count", Map.of("n", 600)))
        .contains(
            entry("items", IntStream.rangeClosed(1, 600).boxed().toList()), entry("error", null));
  }

  @Test
  void items_of_any_size_keep_their_order() {
    javaServer("host1");
    List<Integer> sizes = List.of(2_000_000, 1, 500_000, 2, 3, 2_000_000);

    Map<String, Object> made = multicall(client2013(), "texts", Map.of("sizes", sizes));

    assertThat(((List<?>) made.get("items")))
        .extracting(text -> String.valueOf(text).length())
        .isEqualTo(sizes);
  }

  @Test
  void items_come_before_the_stream_goes_on() {
    JavaEndpoint server = javaServer("host1");
    PythonPeer.Role client = client2013();
    var made = client.requestAsync("multicall", Map.of("method", "waitBetween"));

    assertThat(client.list("received", Map.of("at_least", 1)))
        .extracting(item -> item.get("item"))
        .containsExactly("before");
    server.release.complete(null);

    assertThat(PythonPeer.asMap(made.orTimeout(30, SECONDS).join()))
        .contains(entry("items", List.of("before", "after")), entry("error", null));
  }

  @Test
  void a_stream_that_fails_midway_gives_its_items_and_then_the_error() {
    javaServer("host1");

    Map<String, Object> made =
        multicall(client2013(), "countAndFail", Map.of("n", 2, "message", "grüß"));

    assertThat(made).containsEntry("items", List.of(1, 2));
    assertThat(PythonPeer.asMap(made.get("error")))
        .contains(
            entry("class", "RemoteError"),
            entry("exc_type", "IllegalStateException"),
            entry("value", "grüß"));
    assertThat(PythonPeer.asList(made.get("replies"))).hasSize(3);
  }

  @Test
  void a_call_of_a_stream_gives_the_last_item() {
    javaServer("host1");
    PythonPeer.Role client = client2013();

    assertThat(call(client, "count", Map.of("n", 3))).isEqualTo(3);
    assertThat(call(client, "count", Map.of("n", 0))).isNull();
  }

  @Test
  void a_stream_from_before_2013_goes_to_its_message_id() {
    javaServer("host1");
    PythonPeer.Role client = client2013("reply_q", false, "envelope", false);

    Map<String, Object> made = multicall(client, "count", Map.of("n", 3));

    assertThat(made).contains(entry("items", List.of(1, 2, 3)), entry("error", null));
    assertThat(PythonPeer.asList(made.get("replies")))
        .hasSize(4)
        .allSatisfy(reply -> assertThat(reply).doesNotContainKey("_msg_id"));
  }
}
