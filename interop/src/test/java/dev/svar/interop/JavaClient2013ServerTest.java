package dev.svar.interop;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.entry;
import static org.awaitility.Awaitility.await;

import dev.svar.CallTimeoutException;
import dev.svar.Context;
import dev.svar.Counter;
import dev.svar.RemoteException;
import dev.svar.Transport;
import dev.svar.rpc.RpcClient;
import dev.svar.testkit.rabbit.VirtualHost.Exchange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.Arguments;

/** Java calls, casts and fans out to servers of openstack.common.rpc, as of 2013. */
class JavaClient2013ServerTest extends InteropTest {

  private RpcClient client() {
    return RpcClient.builder(java("?svar_direct_reply_exchange=true"), TARGET).build();
  }

  @Test
  void every_shape_of_json_goes_to_2013_and_back() {
    server2013();
    RpcClient client = client();

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
        IntStream.range(0, 100)
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

  /** All answers. */
  private static List<Object> all(RpcClient client, String method, Map<String, ?> args) {
    try (Stream<Object> answers = client.multicall(Context.EMPTY, method, args)) {
      return new ArrayList<>(answers.toList());
    }
  }

  @Test
  void a_generator_gives_its_items_in_order() {
    server2013();
    RpcClient client = client();

    assertThat(all(client, "count", Map.of("n", 600)))
        .isEqualTo(IntStream.rangeClosed(1, 600).boxed().toList());
    assertThat(all(client, "nones", Map.of())).containsExactly(null, null, null);
    assertThat(all(client, "reply_by_hand", Map.of("first", "f", "last", "l")))
        .containsExactly("f", "l");
  }

  @Test
  void a_plain_result_is_exactly_one_item() {
    server2013();
    RpcClient client = client();

    assertThat(all(client, "add", Map.of("x", 1, "y", 2))).containsExactly(3);
    assertThat(all(client, "nothing", Map.of())).containsExactly((Object) null);
  }

  @Test
  void an_empty_generator_is_one_null_as_it_looks_like_a_result_of_today() {
    server2013();

    assertThat(all(client(), "count", Map.of("n", 0))).containsExactly((Object) null);
  }

  @Test
  void small_items_and_the_end_do_not_overtake_large_ones() {
    server2013();
    List<Integer> sizes = List.of(2_000_000, 1, 500_000, 2, 3, 2_000_000);

    assertThat(all(client(), "texts", Map.of("sizes", sizes)))
        .extracting(text -> String.valueOf(text).length())
        .isEqualTo(sizes);
  }

  @Test
  void a_generator_that_fails_midway_gives_its_items_and_then_the_error() {
    server2013();
    List<Object> items = new ArrayList<>();

    assertThatThrownBy(
            () -> {
              try (Stream<Object> answers =
                  client()
                      .multicall(
                          Context.EMPTY, "count_and_fail", Map.of("n", 2, "message", "grüß"))) {
                answers.forEach(items::add);
              }
            })
        .isInstanceOf(RemoteException.class)
        .hasMessage("builtins.ValueError: grüß");
    assertThat(items).containsExactly(1, 2);
  }

  @Test
  void items_come_before_the_generator_goes_on() {
    PythonPeer.Role server = server2013();
    try (Stream<Object> answers = client().multicall(Context.EMPTY, "wait_between", Map.of())) {
      Iterator<Object> each = answers.iterator();
      assertThat(each.next()).isEqualTo("before");

      server.request("release");

      assertThat(each.next()).isEqualTo("after");
      assertThat(each.hasNext()).isFalse();
    }
  }

  @Test
  void a_call_of_a_generator_gives_the_last_item() {
    server2013();
    RpcClient client = client();

    assertThat(call(client, "count", Map.of("n", 3))).isEqualTo(3);
    assertThat(call(client, "count", Map.of("n", 0))).isNull();
    assertThat(call(client, "nones", Map.of())).isNull();
  }

  @Test
  void the_timeout_is_for_each_gap() {
    server2013();
    RpcClient client = client().prepare().timeout(Duration.ofSeconds(1)).build();

    assertThat(all(client, "count", Map.of("n", 3, "delay", 0.4))).containsExactly(1, 2, 3);
    try (Stream<Object> answers = client.multicall(Context.EMPTY, "wait_between", Map.of())) {
      Iterator<Object> each = answers.iterator();
      assertThat(each.next()).isEqualTo("before");
      assertThatThrownBy(each::next)
          .isInstanceOf(CallTimeoutException.class)
          .hasMessageStartingWith(
              "No further item of wait_between to openstack/demo within 1 s, after 1 item");
    }
  }

  @Test
  void what_a_server_sends_to_a_closed_stream_is_late_and_harms_nobody() {
    PythonPeer.Role server = server2013();
    Transport transport = java("?svar_direct_reply_exchange=true");
    RpcClient client = RpcClient.builder(transport, TARGET).build();
    try (Stream<Object> answers = client.multicall(Context.EMPTY, "wait_between", Map.of())) {
      assertThat(answers.findFirst()).hasValue("before");
    }

    server.request("release");

    // The second item and the end.
    await().until(() -> transport.counts().of(Counter.LATE_REPLY) == 2);
    assertThat(call(client, "add", Map.of("x", 1, "y", 2))).isEqualTo(3);
  }
}
