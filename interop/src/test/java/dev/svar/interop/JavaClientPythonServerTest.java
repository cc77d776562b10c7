package dev.svar.interop;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.svar.CallTimeoutException;
import dev.svar.Context;
import dev.svar.Counter;
import dev.svar.RemoteException;
import dev.svar.Target;
import dev.svar.Transport;
import dev.svar.TypeRef;
import dev.svar.UnknownMethodException;
import dev.svar.UnsupportedVersionException;
import dev.svar.rpc.RpcClient;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Java calls, casts and fans out to servers of the real Python library. */
class JavaClientPythonServerTest extends InteropTest {
  private static final TypeRef<Map<String, Object>> MAP = new TypeRef<>() {};

  @ParameterizedTest(name = "{0} goes to Python and back")
  @MethodSource("dev.svar.interop.Shapes#all")
  void a_shape_of_json(String name, Object shape) {
    pythonServer("host1");
    Map<String, Object> args = new HashMap<>();
    args.put("arg", shape);

    assertThat(call(javaClient(), "same", args)).isEqualTo(shape);
  }

  @Test
  void five_megabytes_of_text() {
    pythonServer("host1");
    String text = "0123456789".repeat(500_000);

    assertThat(javaClient().call(Context.EMPTY, "same", Map.of("arg", text), String.class))
        .isEqualTo(text);
  }

  @Test
  void numbers_that_json_does_not_have_are_read() {
    pythonServer("host1");

    assertThat(call(javaClient(), "numbers", Map.of()))
        .isEqualTo(
            List.of(
                BigInteger.TWO.pow(70),
                Double.NaN,
                Double.POSITIVE_INFINITY,
                Double.NEGATIVE_INFINITY,
                1.5,
                -0.0));
  }

  @Test
  void a_call_to_one_server_by_name() {
    pythonServer("host1");
    pythonServer("host2");
    RpcClient client = javaClient().prepare().server("host2").build();

    for (int i = 0; i < 5; i++) {
      assertThat(client.call(Context.EMPTY, "who", Map.of(), MAP)).containsEntry("server", "host2");
    }
  }

  @Test
  void calls_to_the_topic_are_shared_by_servers_of_both_kinds() {
    pythonServer("python");
    javaServer("java");
    RpcClient client = javaClient();

    Set<Object> answered = new HashSet<>();
    for (int i = 0; i < 20; i++) {
      Object who = call(client, "who", Map.of());
      answered.add(who instanceof Map<?, ?> map ? map.get("server") : who);
    }

    assertThat(answered).containsExactlyInAnyOrder("python", "java");
  }

  @Test
  void a_cast() {
    PythonPeer.Role server = pythonServer("host1");

    javaClient().cast(Context.of(Map.of("user_id", "u1")), "echo", Map.of("n", 1));

    Map<String, Object> made = server.list("calls", Map.of("at_least", 1)).get(0);
    assertThat(made).containsEntry("method", "echo").containsEntry("args", Map.of("n", 1));
    assertThat(PythonPeer.asMap(made.get("ctxt"))).containsEntry("user_id", "u1");
  }

  @Test
  void a_fanout_to_servers_of_both_kinds() throws Exception {
    PythonPeer.Role first = pythonServer("host1");
    PythonPeer.Role second = pythonServer("host2");
    JavaEndpoint third = javaServer("host3");

    javaClient().fanout(Context.EMPTY, "same", Map.of("arg", "all"));
    javaClient().fanout(Context.EMPTY, "tell", Map.of("what", "all"));

    assertThat(first.list("calls", Map.of("at_least", 1)).get(0)).containsEntry("method", "same");
    assertThat(second.list("calls", Map.of("at_least", 1)).get(0)).containsEntry("method", "same");
    assertThat(third.told.poll(30, SECONDS)).isEqualTo("all");
  }

  @Test
  void a_builtin_exception_with_its_traceback() {
    pythonServer("host1");

    RemoteException failure =
        catchThrowableOfType(
            RemoteException.class, () -> call(javaClient(), "fail", Map.of("message", "boom")));

    assertThat(failure).hasMessage("builtins.ValueError: boom");
    assertThat(failure.args()).containsExactly("boom");
    assertThat(failure.kwargs()).isEmpty();
    assertThat(failure.traceback().get(0)).startsWith("Traceback (most recent call last):");
  }

  @Test
  void a_custom_exception_with_named_arguments() {
    pythonServer("host1");

    RemoteException failure =
        catchThrowableOfType(
            RemoteException.class, () -> call(javaClient(), "fail_with", quotaError()));

    assertThat(failure.module()).isEqualTo("peer_errors");
    assertThat(failure.type()).isEqualTo("QuotaError");
    assertThat(failure.args()).containsExactly("too much");
    assertThat(failure.kwargs()).isEqualTo(Map.of("limit", 3));
  }

  private static Map<String, Object> quotaError() {
    return Map.of(
        "module",
        "peer_errors",
        "name",
        "QuotaError",
        "args",
        List.of("too much"),
        "kwargs",
        Map.of("limit", 3));
  }

  /** Registered below for the Python class of that name. */
  static final class QuotaError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    final transient Object limit;

    QuotaError(RemoteException remote) {
      super(remote.remoteMessage());
      this.limit = remote.kwargs().get("limit");
    }
  }

  @Test
  void a_registered_exception_is_rebuilt() {
    pythonServer("host1");
    Transport transport =
        closing(
            Transport.builder()
                .url(vhost.url())
                .remoteType("peer_errors", "QuotaError", QuotaError.class, QuotaError::new)
                .open());

    assertThatThrownBy(
            () -> call(RpcClient.builder(transport, TARGET).build(), "fail_with", quotaError()))
        .isInstanceOfSatisfying(QuotaError.class, e -> assertThat(e.limit).isEqualTo(3))
        .hasMessage("too much");
  }

  @Test
  void an_exception_after_two_hops_through_python() {
    pythonServer("host1");
    Map<String, Object> args =
        Map.of(
            "to", Map.of("topic", "demo", "namespace", "ns1", "version", "1.2"),
            "calling", "fail",
            "args", Map.of("message", "far away"));

    assertThatThrownBy(() -> call(javaClient(), "forward", args))
        .isInstanceOf(RemoteException.class)
        .hasMessageStartingWith("builtins.ValueError: far away");
  }

  @Test
  void a_missing_method() {
    pythonServer("host1");

    assertThatThrownBy(() -> call(javaClient(), "nope", Map.of()))
        .isInstanceOf(UnknownMethodException.class)
        .hasMessage("Endpoint does not support RPC method nope");
  }

  @Test
  void a_private_method() {
    pythonServer("host1");

    assertThatThrownBy(() -> call(javaClient(), "_private", Map.of()))
        .isInstanceOf(UnknownMethodException.class);
  }

  @Test
  void missing_and_unknown_arguments() {
    pythonServer("host1");

    assertThatThrownBy(() -> call(javaClient(), "add", Map.of("x", 1)))
        .isInstanceOf(RemoteException.class)
        .hasMessageContaining("builtins.TypeError")
        .hasMessageContaining("missing 1 required positional argument: 'y'");
    assertThatThrownBy(() -> call(javaClient(), "add", Map.of("x", 1, "y", 2, "z", 3)))
        .isInstanceOf(RemoteException.class)
        .hasMessageContaining("got an unexpected keyword argument 'z'");
  }

  @ParameterizedTest(name = "namespace {0}, version {1}: {2}")
  @CsvSource({
    "ns1, 1.2, yes",
    "ns1, 1.0, yes",
    "ns1, 1.3, no",
    "ns1, 2.0, no",
    "ns1, 1.2.1, no",
    "ns1, , yes",
    "other, 1.2, no",
    ", 2.0, no",
  })
  void namespaces_and_versions(String namespace, String version, String served) {
    pythonServer("host1");
    RpcClient client = javaClient().prepare().namespace(namespace).version(version).build();

    if (served.equals("yes")) {
      assertThat(call(client, "add", Map.of("x", 1, "y", 2))).isEqualTo(3);
    } else {
      assertThatThrownBy(() -> call(client, "add", Map.of("x", 1, "y", 2)))
          .isInstanceOf(UnsupportedVersionException.class)
          .hasMessage(
              "Endpoint does not support RPC version " + version + ". Attempted method: add");
    }
  }

  @Test
  void a_context() {
    pythonServer("host1");
    Map<String, Object> entries =
        Map.of("user_id", "u1", "roles", List.of("admin", "member"), "is_admin", true);

    assertThat(javaClient().call(Context.of(entries), "context", Map.of(), MAP))
        .containsAllEntriesOf(entries);
  }

  @Test
  void a_timeout_and_the_late_reply_is_counted() throws Exception {
    pythonServer("host1");
    CountDownLatch late = new CountDownLatch(1);
    Transport transport =
        closing(
            Transport.builder()
                .url(vhost.url())
                .observer(
                    (counter, detail) -> {
                      if (counter == Counter.LATE_REPLY) {
                        late.countDown();
                      }
                    })
                .open());
    RpcClient client = RpcClient.builder(transport, TARGET).timeout(Duration.ofMillis(500)).build();

    assertThatThrownBy(() -> call(client, "slow", Map.of("seconds", 2)))
        .isInstanceOf(CallTimeoutException.class)
        .hasMessageContaining("No reply to slow from openstack/demo within 500 ms");
    assertThat(late.await(SOON.toSeconds(), SECONDS)).isTrue();
  }

  @Test
  void a_monitored_call_outlives_its_interval() {
    pythonServer("host1");
    RpcClient client = javaClient().prepare().monitor(Duration.ofSeconds(2)).build();

    assertThat(call(client, "slow", Map.of("seconds", 4))).isEqualTo("slept");
  }

  @Test
  void a_monitored_call_of_a_missing_method_ends_though_heartbeats_go_on() {
    pythonServer("host1");
    RpcClient client = javaClient().prepare().monitor(Duration.ofSeconds(2)).build();

    assertThatThrownBy(() -> call(client, "nope", Map.of()))
        .isInstanceOf(UnknownMethodException.class);
  }

  @Test
  void a_ping() {
    pythonServer("host1");
    RpcClient client = javaClient().prepare().target(Target.of("demo", "host1")).build();

    assertThat(call(client, "oslo_rpc_server_ping", Map.of())).isEqualTo("pong");
  }

  @Test
  void a_multicall_gives_the_one_result() {
    pythonServer("host1");
    RpcClient client = javaClient();

    assertThat(all(client, "add", Map.of("x", 1, "y", 2))).containsExactly(3);
    assertThat(all(client, "nothing", Map.of())).containsExactly((Object) null);
    assertThat(all(client, "empty_list", Map.of())).containsExactly(List.of());
    assertThatThrownBy(() -> all(client, "fail", Map.of("message", "boom")))
        .isInstanceOf(RemoteException.class)
        .hasMessage("builtins.ValueError: boom");
  }

  private static List<Object> all(RpcClient client, String method, Map<String, ?> args) {
    try (Stream<Object> answers = client.multicall(Context.EMPTY, method, args)) {
      return new ArrayList<>(answers.toList());
    }
  }

  @ParameterizedTest(name = "kombu_compression={0}")
  @CsvSource({"gzip", "bzip2"})
  void requests_and_replies_are_compressed(String compression) {
    pythonServer("host1", Map.of("kombu_compression", compression));
    RpcClient client = RpcClient.builder(java("?kombu_compression=" + compression), TARGET).build();
    String text = "grüß \uD83D\uDE00 ".repeat(1_000);

    assertThat(call(client, "same", Map.of("arg", text))).isEqualTo(text);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "amqp_durable_queues=true",
    "amqp_auto_delete=true",
    "rabbit_quorum_queue=true",
    "rabbit_quorum_queue=true&rabbit_quorum_delivery_limit=5",
    "rabbit_ha_queues=true",
    "rabbit_transient_queues_ttl=60",
    "rabbit_qos_prefetch_count=3",
  })
  void servers_of_both_kinds_share_queues_declared_with(String query) {
    Map<String, Object> options = new HashMap<>();
    for (String option : query.split("&", -1)) {
      options.put(
          option.substring(0, option.indexOf('=')), option.substring(option.indexOf('=') + 1));
    }
    pythonServer("host1", options);
    Transport transport = java("?" + query);
    JavaEndpoint second = javaServer(transport, "host2");
    RpcClient client = RpcClient.builder(transport, TARGET).build();

    assertThat(
            client
                .prepare()
                .server("host1")
                .build()
                .call(Context.EMPTY, "add", Map.of("x", 1, "y", 2)))
        .isEqualTo(3);
    assertThat(call(pythonClient(options), "who", Map.of(), "prepare", Map.of("server", "host2")))
        .isEqualTo("host2");
    assertThat(second.told).isEmpty();
  }
}
