package dev.svar.interop;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The real Python library calls, casts and fans out to Java servers. */
class PythonClientJavaServerTest extends InteropTest {

  @ParameterizedTest(name = "{0} goes to Java and back")
  @MethodSource("dev.svar.interop.Shapes#all")
  void a_shape_of_json(String name, Object shape) {
    javaServer("host1");
    Map<String, Object> args = new HashMap<>();
    args.put("arg", shape);

    assertThat(call(pythonClient(), "same", args)).isEqualTo(shape);
  }

  @Test
  void five_megabytes_of_text() {
    javaServer("host1");

    assertThat(call(pythonClient(), "text", Map.of("size", 5_000_000)))
        .isEqualTo("x".repeat(5_000_000));
  }

  @Test
  void a_call_to_one_server_by_name() {
    javaServer("host1");
    javaServer("host2");
    PythonPeer.Role client = pythonClient();

    for (int i = 0; i < 5; i++) {
      assertThat(call(client, "who", Map.of(), "prepare", Map.of("server", "host2")))
          .isEqualTo("host2");
    }
  }

  @Test
  void calls_to_the_topic_are_shared_by_java_servers() {
    javaServer("host1");
    javaServer("host2");
    PythonPeer.Role client = pythonClient();

    Set<Object> answered = new HashSet<>();
    for (int i = 0; i < 10; i++) {
      answered.add(call(client, "who", Map.of()));
    }

    assertThat(answered).containsExactlyInAnyOrder("host1", "host2");
  }

  @Test
  void a_cast() throws Exception {
    JavaEndpoint server = javaServer("host1");

    pythonClient().request("cast", Map.of("method", "tell", "args", Map.of("what", "quietly")));

    assertThat(server.told.poll(30, SECONDS)).isEqualTo("quietly");
  }

  @Test
  void a_fanout_to_several_java_servers() throws Exception {
    JavaEndpoint first = javaServer("host1");
    JavaEndpoint second = javaServer("host2");

    pythonClient()
        .request(
            "cast",
            Map.of(
                "method", "tell",
                "args", Map.of("what", "all"),
                "prepare", Map.of("fanout", true)));

    assertThat(first.told.poll(30, SECONDS)).isEqualTo("all");
    assertThat(second.told.poll(30, SECONDS)).isEqualTo("all");
  }

  private PythonException failure(String method, Map<String, ?> args) {
    return catchThrowableOfType(PythonException.class, () -> call(pythonClient(), method, args));
  }

  @Test
  void an_illegal_argument_is_a_value_error() {
    javaServer("host1");

    PythonException failure = failure("illegal", Map.of("message", "boom"));

    assertThat(failure.module() + "." + failure.type()).isEqualTo("builtins.ValueError");
    assertThat(failure.text())
        .startsWith("boom\njava.lang.IllegalArgumentException: boom\n")
        .contains("at dev.svar.interop.JavaEndpoint.illegal(JavaEndpoint.java:");
  }

  @Test
  void another_java_exception_is_a_remote_error_with_class_text_and_traceback() {
    javaServer("host1");

    PythonException failure = failure("state", Map.of("message", "broken"));

    assertThat(failure.type()).isEqualTo("RemoteError");
    assertThat(failure.property("exc_type")).isEqualTo("IllegalStateException");
    assertThat(failure.property("value")).isEqualTo("broken");
    assertThat(String.valueOf(failure.property("traceback")))
        .contains("java.lang.IllegalStateException: broken")
        .contains("JavaEndpoint.state");
  }

  @Test
  void an_exception_of_an_allowed_module_is_rebuilt_with_its_named_arguments() {
    javaServer("host1");

    PythonException failure =
        failure(
            "raise",
            Map.of(
                "module", "peer_errors",
                "type", "QuotaError",
                "message", "too much",
                "kwargs", Map.of("limit", 3)));

    assertThat(failure.type()).isEqualTo("QuotaError_Remote");
    assertThat(failure.kwargs()).isEqualTo(Map.of("limit", 3));
  }

  @Test
  void an_exception_of_a_module_that_is_not_allowed_is_a_remote_error() {
    javaServer("host1");

    PythonException failure =
        failure(
            "raise", Map.of("module", "os", "type", "error", "message", "no", "kwargs", Map.of()));

    assertThat(failure.type()).isEqualTo("RemoteError");
    assertThat(failure.property("exc_type")).isEqualTo("error");
  }

  @Test
  void a_missing_method() {
    javaServer("host1");

    PythonException failure = failure("nope", Map.of());

    assertThat(failure.type()).isEqualTo("RemoteError");
    assertThat(failure.property("exc_type")).isEqualTo("NoSuchMethod");
    assertThat(failure.property("value")).isEqualTo("Endpoint does not support RPC method nope");
  }

  @Test
  void missing_and_unknown_arguments_are_type_errors() {
    javaServer("host1");

    PythonException missing = failure("add", Map.of("x", 1));
    assertThat(missing.module() + "." + missing.type()).isEqualTo("builtins.TypeError");
    assertThat(missing.text())
        .startsWith("JavaEndpoint.add() missing 1 required positional argument: 'y'");
    assertThat(failure("add", Map.of("x", 1, "y", 2, "z", 3)).text())
        .startsWith("JavaEndpoint.add() got an unexpected keyword argument 'z'");
  }

  @ParameterizedTest(name = "namespace {0}, version {1}: {2}")
  @CsvSource({
    "ns1, 1.2, yes",
    "ns1, 1.0, yes",
    "ns1, 1.3, no",
    "ns1, 2.0, no",
    "other, 1.2, no",
  })
  void namespaces_and_versions(String namespace, String version, String served) {
    javaServer("host1");
    Map<String, Object> prepare = Map.of("namespace", namespace, "version", version);
    PythonPeer.Role client = pythonClient();

    if (served.equals("yes")) {
      assertThat(call(client, "add", Map.of("x", 1, "y", 2), "prepare", prepare)).isEqualTo(3);
    } else {
      assertThatThrownBy(() -> call(client, "add", Map.of("x", 1, "y", 2), "prepare", prepare))
          .isInstanceOfSatisfying(
              PythonException.class,
              e -> assertThat(e.property("exc_type")).isEqualTo("UnsupportedVersion"));
    }
  }

  @Test
  void a_context_arrives_as_it_was_sent() {
    javaServer("host1");
    Map<String, Object> entries = new HashMap<>();
    entries.put("user_id", "u1");
    entries.put("roles", List.of("admin"));
    entries.put("project_id", null);

    assertThat(call(pythonClient(), "context", Map.of(), "ctxt", entries)).isEqualTo(entries);
  }

  @Test
  void a_timeout() {
    javaServer("host1");

    assertThatThrownBy(
            () ->
                call(pythonClient(), "slow", Map.of("seconds", 3), "prepare", Map.of("timeout", 1)))
        .isInstanceOfSatisfying(
            PythonException.class, e -> assertThat(e.type()).isEqualTo("MessagingTimeout"));
  }

  @Test
  void a_monitored_call_outlives_its_interval() {
    javaServer("host1");

    assertThat(
            call(
                pythonClient(),
                "slow",
                Map.of("seconds", 6),
                "prepare",
                Map.of("call_monitor_timeout", 4, "timeout", 30)))
        .isEqualTo("slept");
  }

  @Test
  void a_ping() {
    javaServer("host1");
    Map<String, Object> prepare = new HashMap<>();
    prepare.put("namespace", null);
    prepare.put("version", null);

    assertThat(call(pythonClient(), "oslo_rpc_server_ping", Map.of(), "prepare", prepare))
        .isEqualTo("pong");
  }

  @Test
  void a_call_of_a_method_that_streams_gives_the_last_item() {
    JavaEndpoint server = javaServer("host1");
    PythonPeer.Role client = pythonClient();

    assertThat(call(client, "count", Map.of("n", 1_000))).isEqualTo(1_000);
    assertThat(call(client, "count", Map.of("n", 0))).isNull();
    assertThat(call(client, "nones", Map.of())).isNull();
    server.release.complete(null);
    assertThat(call(client, "waitBetween", Map.of())).isEqualTo("after");
    assertThat(failure("countAndFail", Map.of("n", 2, "message", "broken")).property("value"))
        .isEqualTo("broken");
  }

  @ParameterizedTest(name = "kombu_compression={0}")
  @CsvSource({"gzip", "bzip2"})
  void requests_and_replies_are_compressed(String compression) {
    javaServer(java("?kombu_compression=" + compression), "host1");
    String text = "grüß \uD83D\uDE00 ".repeat(1_000);

    assertThat(
            call(
                pythonClient(Map.of("kombu_compression", compression)),
                "same",
                Map.of("arg", text)))
        .isEqualTo(text);
  }

  @Test
  void calls_over_durable_queues() {
    javaServer(java("?amqp_durable_queues=true"), "host1");

    assertThat(
            call(pythonClient(Map.of("amqp_durable_queues", true)), "add", Map.of("x", 1, "y", 2)))
        .isEqualTo(3);
  }

  @Test
  void calls_over_quorum_queues() {
    javaServer(java("?rabbit_quorum_queue=true"), "host1");

    assertThat(
            call(pythonClient(Map.of("rabbit_quorum_queue", true)), "add", Map.of("x", 1, "y", 2)))
        .isEqualTo(3);
  }

  @Test
  void nobody_listening_is_undeliverable_to_those_who_ask() {
    assertThatThrownBy(
            () ->
                call(
                    pythonClient(),
                    "add",
                    Map.of("x", 1, "y", 2),
                    "prepare",
                    Map.of("at_least_once", true)))
        .isInstanceOfSatisfying(
            PythonException.class, e -> assertThat(e.type()).isEqualTo("MessageUndeliverable"));
  }
}
