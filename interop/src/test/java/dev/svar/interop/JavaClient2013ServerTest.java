package dev.svar.interop;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.entry;

import dev.svar.CallTimeoutException;
import dev.svar.Context;
import dev.svar.RemoteException;
import dev.svar.Transport;
import dev.svar.rpc.RpcClient;
import dev.svar.testkit.rabbit.VirtualHost.Exchange;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Java calls, casts and fans out to servers of openstack.common.rpc, as of 2013. */
class JavaClient2013ServerTest extends InteropTest {

  private RpcClient client() {
    return RpcClient.builder(java("?svar_direct_reply_exchange=true"), TARGET).build();
  }

  @Test
  void a_call_and_its_request() {
    PythonPeer.Role server = server2013();

    assertThat(
            client()
                .call(
                    Context.of(Map.of("user_id", "u1", "roles", List.of("admin"))),
                    "add",
                    Map.of("x", 2, "y", 3)))
        .isEqualTo(5);

    Map<String, Object> made = server.list("calls", Map.of("at_least", 1)).get(0);
    assertThat(made)
        .contains(
            entry("method", "add"),
            entry("args", Map.of("x", 2, "y", 3)),
            entry("ctxt", Map.of("user_id", "u1", "roles", List.of("admin"))),
            entry("envelope", "2.0"),
            entry("consumer", "topic"));
  }

  @Test
  void many_calls_at_once_have_their_own_replies() {
    server2013();
    RpcClient client = client();

    var calls =
        java.util.stream.IntStream.range(0, 100)
            .mapToObj(i -> client.callAsync(Context.EMPTY, "add", Map.of("x", i, "y", 1)))
            .toList();

    for (int i = 0; i < 100; i++) {
      assertThat(calls.get(i).orTimeout(SOON.toSeconds(), SECONDS).join()).isEqualTo(i + 1);
    }
  }

  @Test
  void a_call_to_one_server_by_name() {
    server2013("host", "host1");
    PythonPeer.Role second = server2013("host", "host2");

    assertThat(call(client().prepare().server("host2").build(), "nothing", Map.of())).isNull();

    assertThat(second.list("calls", Map.of("at_least", 1)))
        .singleElement()
        .satisfies(made -> assertThat(made).containsEntry("consumer", "host"));
  }

  @Test
  void a_failure_with_its_traceback() {
    server2013();

    RemoteException failure =
        catchThrowableOfType(
            RemoteException.class, () -> call(client(), "fail", Map.of("message", "grüß")));

    assertThat(failure).hasMessage("builtins.ValueError: grüß");
    assertThat(failure.args()).containsExactly("grüß");
    assertThat(failure.traceback().get(0)).isEqualTo("Traceback (most recent call last):\n");
  }

  @Test
  void a_missing_method_and_version() {
    server2013();
    RpcClient client = client();

    assertThatThrownBy(() -> call(client, "no_such_method", Map.of()))
        .isInstanceOf(RemoteException.class)
        .hasMessage("builtins.AttributeError: No such RPC function 'no_such_method'");
    assertThatThrownBy(() -> call(client.prepare().version("1.9").build(), "add", Map.of()))
        .isInstanceOf(RemoteException.class)
        .hasMessage(
            "openstack.common.rpc.common.UnsupportedRpcVersion: Specified RPC version, 1.9, not"
                + " supported by this endpoint.");
  }

  @Test
  void a_cast() {
    PythonPeer.Role server = server2013();

    client().cast(Context.of(Map.of("user_id", "u1")), "echo", Map.of("n", 1));

    Map<String, Object> made = server.list("calls", Map.of("at_least", 1)).get(0);
    assertThat(made)
        .contains(
            entry("method", "echo"),
            entry("args", Map.of("n", 1)),
            entry("ctxt", Map.of("user_id", "u1")),
            entry("headers", Map.of()));
    assertThat(PythonPeer.asMap(made.get("message"))).doesNotContainKeys("_msg_id", "_reply_q");
  }

  @Test
  void a_fanout_to_servers_of_both_kinds() throws Exception {
    PythonPeer.Role first = server2013("host", "host1");
    PythonPeer.Role second = server2013("host", "host2");
    JavaEndpoint third = javaServer("host3");

    client().fanout(Context.EMPTY, "tell", Map.of("what", "all"));

    assertThat(first.list("calls", Map.of("at_least", 1)).get(0))
        .containsEntry("consumer", "fanout");
    assertThat(second.list("calls", Map.of("at_least", 1)).get(0))
        .containsEntry("consumer", "fanout");
    assertThat(third.told.poll(30, SECONDS)).isEqualTo("all");
  }

  @Test
  void calls_to_the_topic_are_shared_by_servers_of_both_kinds() {
    server2013("host", "2013");
    javaServer("java");
    RpcClient client = client();

    Set<Object> answered = new HashSet<>();
    for (int i = 0; i < 20; i++) {
      try {
        answered.add(call(client, "who", Map.of()));
      } catch (RemoteException e) {
        answered.add(e.remoteMessage());
      }
    }

    assertThat(answered).containsExactlyInAnyOrder("java", "No such RPC function 'who'");
  }

  @Test
  void a_server_of_2013_cannot_answer_a_caller_without_the_exchange() {
    PythonPeer.Role server = server2013();
    RpcClient deaf = RpcClient.builder(java(), TARGET).timeout(Duration.ofMillis(500)).build();

    assertThatThrownBy(() -> call(deaf, "nothing", Map.of()))
        .isInstanceOf(CallTimeoutException.class);
    assertThat(server.list("calls", Map.of("at_least", 1))).hasSize(1);
  }

  @Test
  void the_exchange_for_replies_goes_with_its_caller() {
    server2013();
    Transport transport = java("?svar_direct_reply_exchange=true");
    RpcClient client = RpcClient.builder(transport, TARGET).build();
    assertThat(call(client, "nothing", Map.of())).isNull();
    // A failure is a server's last word; the end after a value might declare the exchange again.
    assertThatThrownBy(() -> call(client, "fail", Map.of())).isInstanceOf(RemoteException.class);
    assertThat(vhost.exchanges()).extracting(Exchange::type).contains("direct");

    transport.close();

    assertThat(vhost.exchanges())
        .extracting(Exchange::name)
        .containsExactly("demo_fanout", "openstack");
  }
}
