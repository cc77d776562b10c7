package dev.svar.testkit.classic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.svar.Context;
import dev.svar.RemoteException;
import dev.svar.Transport;
import dev.svar.classic.RequestContext;
import dev.svar.classic.RpcBackend;
import dev.svar.classic.RpcOptions;
import dev.svar.classic.RpcRemoteException;
import dev.svar.classic.RpcTimeoutException;
import dev.svar.rpc.Param;
import dev.svar.rpc.RpcEndpoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What the verbs that wait for an answer do on every driver. */
public abstract class ClassicCallContract extends ClassicEndToEnd {

  /** A failure with a Java type on both sides. */
  static final class InstanceNotFound extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InstanceNotFound(String message) {
      super(message);
    }
  }

  /** Another interface of the same topic. */
  @RpcEndpoint(namespace = "testapi", version = "2.3")
  public static final class TestApi {
    public String noargs() {
      return "namespaced";
    }
  }

  private Manager manager;

  private RpcBackend serving() {
    RpcBackend backend = backend();
    manager = new Manager(backend);
    consume(backend, topic, manager, new TestApi());
    return backend;
  }

  private static List<Object> values(Stream<Object> answers) {
    try (answers) {
      return new ArrayList<>(answers.toList());
    }
  }

  @Test
  public void a_call_gives_what_the_method_returns() {
    RpcBackend rpc = serving();

    assertThat(rpc.call(CONTEXT, topic, msg("echo", "value", 42))).isEqualTo(42);
    assertThat(rpc.call(CONTEXT, topic, msg("echo", "value", Map.of("hé", List.of(1, "x")))))
        .isEqualTo(Map.of("hé", List.of(1, "x")));
  }

  @Test
  public void a_call_needs_no_args() {
    assertThat(serving().call(CONTEXT, topic, msg("noargs"))).isEqualTo("no arguments");
  }

  @Test
  public void a_call_of_several_values_gives_the_last() {
    assertThat(serving().call(CONTEXT, topic, msg("threeTimes", "value", 40))).isEqualTo(42);
  }

  @Test
  public void a_multicall_of_a_plain_result_gives_exactly_one_item() {
    assertThat(values(serving().multicall(CONTEXT, topic, msg("echo", "value", 42))))
        .containsExactly(42);
  }

  @Test
  public void a_multicall_of_three_nulls_gives_three_nulls() {
    assertThat(values(serving().multicall(CONTEXT, topic, msg("threeNulls"))))
        .containsExactly(null, null, null);
  }

  @Test
  public void a_multicall_gives_the_values_in_order_and_then_nothing() {
    RpcBackend rpc = serving();

    try (Stream<Object> answers = rpc.multicall(CONTEXT, topic, msg("threeTimes", "value", 1))) {
      Iterator<Object> items = answers.iterator();

      assertThat(items.next()).isEqualTo(1);
      assertThat(items.next()).isEqualTo(2);
      assertThat(items.next()).isEqualTo(3);
      assertThat(items.hasNext()).isFalse();
      assertThat(items.hasNext()).isFalse();
    }
  }

  @Test
  public void a_multicall_gives_its_values_before_the_failure() {
    RpcBackend rpc = serving();

    try (Stream<Object> answers = rpc.multicall(CONTEXT, topic, msg("failsMidway"))) {
      Iterator<Object> items = answers.iterator();

      assertThat(items.next()).isEqualTo(1);
      assertThat(items.next()).isEqualTo(2);
      assertThat(items.next()).isEqualTo(3);
      assertThatThrownBy(items::next)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("no more than three\n");
    }
  }

  @Test
  public void what_a_method_replies_by_its_context_comes_before_what_it_returns() {
    RpcBackend rpc = serving();

    assertThat(values(rpc.multicall(CONTEXT, topic, msg("repliesFirst"))))
        .containsExactly(1, Map.of("two", 2), 3);
    assertThat(rpc.call(CONTEXT, topic, msg("repliesFirst"))).isEqualTo(3);
    assertThat(call(client(rpc.transport()), "repliesFirst", Map.of())).isEqualTo(3);
  }

  @Test
  public void a_multicall_waits_for_each_value_and_no_longer() {
    RpcBackend rpc = serving();

    try (Stream<Object> answers =
        rpc.multicall(CONTEXT, topic, msg("block", "value", 1), Duration.ofMillis(300))) {
      assertThatThrownBy(answers::toList)
          .isInstanceOf(RpcTimeoutException.class)
          .hasMessageStartingWith(
              "Timeout while waiting on RPC response - topic: \""
                  + topic
                  + "\", RPC method: \"block\" info: \"No reply to block from ");
    } finally {
      manager.letGo.countDown();
    }
  }

  @Test
  public void the_server_sees_the_context_of_the_caller() {
    RpcBackend rpc = serving();
    RequestContext context =
        RequestContext.builder().authToken("t").user("u").tenant("p").requestId("req-1").build();
    Map<String, Object> expected = new LinkedHashMap<>();
    expected.put("auth_token", "t");
    expected.put("user", "u");
    expected.put("tenant", "p");
    expected.put("is_admin", false);
    expected.put("read_only", false);
    expected.put("show_deleted", false);
    expected.put("request_id", "req-1");
    expected.put("instance_uuid", null);

    assertThat(rpc.call(context, topic, msg("context"))).isEqualTo(expected);
    assertThat(rpc.call(Context.of(Map.of("a", 1)), topic, msg("context")))
        .isEqualTo(Map.of("a", 1));
    assertThat(rpc.call(context, topic, msg("isCurrent"))).isEqualTo(true);
  }

  @Test
  public void a_method_may_itself_call() {
    RpcBackend rpc = serving();

    assertThat(
            rpc.call(
                CONTEXT,
                topic,
                Map.of("method", "nested", "args", Map.of("topic", topic, "value", 42))))
        .isEqualTo(42);
  }

  @Test
  public void a_call_times_out_twice_in_a_row_and_the_late_answers_harm_nobody() throws Exception {
    RpcBackend rpc = serving();

    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> rpc.call(CONTEXT, topic, msg("block", "value", 1), SHORT))
          .isInstanceOf(RpcTimeoutException.class)
          .hasMessageStartingWith(
              "Timeout while waiting on RPC response - topic: \""
                  + topic
                  + "\", RPC method: \"block\" info: \"No reply to block from "
                  + exchange
                  + "/"
                  + topic
                  + " within 300 ms");
    }
    manager.letGo.countDown();

    assertThat(rpc.call(CONTEXT, topic, msg("echo", "value", 1))).isEqualTo(1);
  }

  @Test
  public void without_a_timeout_and_with_zero_the_configured_one_counts() {
    RpcBackend rpc = backend(Map.of("rpc_response_timeout", 1));
    manager = new Manager(rpc);
    consume(rpc, topic, manager);

    for (Duration timeout : new Duration[] {null, Duration.ZERO}) {
      assertThatThrownBy(() -> rpc.call(CONTEXT, topic, msg("block", "value", 1), timeout))
          .isInstanceOf(RpcTimeoutException.class)
          .hasMessageContaining(" within 1 s ");
    }
    manager.letGo.countDown();
  }

  @Test
  public void a_call_that_nobody_listens_to_ends_at_once() {
    RpcBackend rpc = backend();

    assertThatThrownBy(
            () -> rpc.call(CONTEXT, topic, msg("echo", "value", 1), SOON.multipliedBy(9)))
        .isInstanceOf(RpcTimeoutException.class)
        .hasMessageStartingWith(
            "Timeout while waiting on RPC response - topic: \""
                + topic
                + "\", RPC method: \"echo\" info: \"Nobody listens: ");
  }

  @Test
  public void answers_that_come_in_another_order_reach_the_right_callers() throws Exception {
    RpcBackend rpc = serving();
    ExecutorService threads = Executors.newCachedThreadPool();
    try {
      CompletableFuture<Object> slow =
          CompletableFuture.supplyAsync(
              () -> rpc.call(CONTEXT, topic, msg("block", "value", "slow")), threads);
      next(manager.entered);

      assertThat(rpc.call(CONTEXT, topic, msg("echo", "value", "first"))).isEqualTo("first");
      assertThat(rpc.call(CONTEXT, topic, msg("echo", "value", "second"))).isEqualTo("second");
      manager.letGo.countDown();

      assertThat(slow).succeedsWithin(SOON).isEqualTo("slow");
    } finally {
      threads.shutdown();
    }
  }

  @Test
  public void a_message_is_not_changed_and_may_be_used_twice() {
    RpcBackend rpc = serving();
    Map<String, Object> msg = new LinkedHashMap<>(msg("echo", "value", 1));
    Map<String, Object> before = Map.copyOf(msg);

    assertThat(rpc.call(CONTEXT, topic, msg)).isEqualTo(1);
    rpc.cast(CONTEXT, topic, msg);
    assertThat(rpc.call(CONTEXT, topic, msg)).isEqualTo(1);

    assertThat(msg).isEqualTo(before);
  }

  @Test
  public void an_allowed_built_in_exception_arrives_as_its_java_type_with_text_and_traceback() {
    RpcBackend rpc = serving();

    for (String method : List.of("fail", "failListed")) {
      assertThatThrownBy(() -> rpc.call(CONTEXT, topic, msg(method, "text", "té")))
          .isExactlyInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("té\njava.lang.IllegalArgumentException: té\n")
          .hasMessageContaining("Manager." + method + "(")
          .hasCauseExactlyInstanceOf(RemoteException.class);
    }
    assertThatThrownBy(() -> rpc.call(CONTEXT, topic, msg("failWrapped", "text", "t")))
        .isExactlyInstanceOf(UnsupportedOperationException.class)
        .hasMessageStartingWith("t\n");
  }

  @Test
  public void any_other_exception_arrives_as_what_it_was_there() {
    RpcBackend rpc = serving();

    assertThatThrownBy(() -> rpc.call(CONTEXT, topic, msg("failUnknown")))
        .isInstanceOf(RpcRemoteException.class)
        .hasMessageStartingWith(
            "Remote error: IllegalStateException out of order\n"
                + "['java.lang.IllegalStateException: out of order\\n', '    at ")
        .hasMessageEndingWith("].");
  }

  @Test
  public void a_registered_exception_of_an_allowed_module_is_rebuilt() {
    RpcOptions options =
        RpcOptions.builder()
            .option("transport_url", url())
            .option("control_exchange", exchange)
            .build();
    RpcBackend rpc =
        closing(
            RpcBackend.open(
                options,
                Transport.builder()
                    .remoteType(
                        "nova.exception",
                        "InstanceNotFound",
                        InstanceNotFound.class,
                        remote -> new InstanceNotFound(remote.remoteMessage()))));
    consume(rpc, topic, new Finder());

    assertThatThrownBy(() -> rpc.call(CONTEXT, topic, msg("find", "name", "i-1")))
        .isInstanceOf(InstanceNotFound.class)
        .hasMessage("i-1");
    assertThatThrownBy(() -> backend().call(CONTEXT, topic, msg("find", "name", "i-1")))
        .isInstanceOf(RpcRemoteException.class)
        .hasMessageStartingWith("Remote error: InstanceNotFound i-1\n");
  }

  /** Finds nothing. */
  @SuppressWarnings("DoNotCallSuggester") // to be called is what it is for
  public static final class Finder {
    public void find(@Param("name") String name) {
      throw new InstanceNotFound(name);
    }
  }

  @Test
  public void a_version_that_nobody_serves_is_named() {
    RpcBackend rpc = serving();

    assertThatThrownBy(() -> rpc.call(CONTEXT, topic, Map.of("method", "noargs", "version", "1.1")))
        .isInstanceOf(RpcRemoteException.class)
        .hasMessageStartingWith(
            "Remote error: UnsupportedRpcVersion Specified RPC version, 1.1, not supported by this"
                + " endpoint.\n");
  }

  @Test
  public void a_namespace_is_another_interface() {
    RpcBackend rpc = serving();

    assertThat(
            rpc.call(
                CONTEXT,
                topic,
                Map.of("method", "noargs", "namespace", "testapi", "version", "2.1")))
        .isEqualTo("namespaced");
  }

  @Test
  public void a_missing_method_is_named_and_so_is_one_that_is_not_exposed() {
    RpcBackend rpc = serving();

    for (String method : List.of("nothing", "_hidden", "hashCode", "wait")) {
      assertThatThrownBy(() -> rpc.call(CONTEXT, topic, msg(method)))
          .isInstanceOf(RpcRemoteException.class)
          .hasMessageStartingWith(
              "Remote error: AttributeError No such RPC function '" + method + "'\n");
    }
  }

  @Test
  public void what_cannot_be_written_is_refused_by_name() {
    RpcBackend rpc = serving();
    Map<String, Object> msg = msg("echo", "value", Map.of("odd", new Object()));

    for (ThrowingCallable verb :
        List.<ThrowingCallable>of(
            () -> rpc.call(CONTEXT, topic, msg),
            () -> rpc.cast(CONTEXT, topic, msg),
            () -> rpc.fanoutCast(CONTEXT, topic, msg),
            () -> rpc.notify(CONTEXT, topic + ".info", msg))) {
      assertThatThrownBy(verb)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("cannot be written: args.value.odd: ")
          .hasMessageContaining("java.lang.Object");
    }
    assertThat(rpc.call(CONTEXT, topic, msg("noargs"))).isEqualTo("no arguments");
  }

  @Test
  public void the_exchange_of_topics_can_be_set_at_any_time() {
    RpcBackend rpc =
        closing(RpcBackend.open(RpcOptions.builder().option("transport_url", url()).build()));
    rpc.setDefaults(exchange + "-one");
    consume(rpc, topic + "-one", new Manager(rpc));
    rpc.setDefaults(exchange + "-two");
    consume(rpc, topic + "-two", new Manager(rpc));

    assertThat(rpc.call(CONTEXT, topic + "-two", msg("noargs"))).isEqualTo("no arguments");
    assertThatThrownBy(() -> rpc.call(CONTEXT, topic + "-one", msg("noargs")))
        .isInstanceOf(RpcTimeoutException.class)
        .hasMessageContaining("Nobody listens");
    rpc.setDefaults(exchange + "-one");
    assertThat(rpc.call(CONTEXT, topic + "-one", msg("noargs"))).isEqualTo("no arguments");
  }

  @Test
  public void any_dispatcher_may_be_a_proxy() {
    RpcBackend rpc = backend();
    var connection = closing(rpc.createConnection());
    connection.createConsumer(
        topic,
        (context, version, method, namespace, args) ->
            List.of(context.toMap(), version, method, String.valueOf(namespace), args));
    connection.consumeInThread();

    assertThat(
            rpc.call(
                Context.of(Map.of("user", "u")),
                topic,
                Map.of("method", "any", "version", "1.7", "args", Map.of("a", 1))))
        .isEqualTo(List.of(Map.of("user", "u"), "1.7", "any", "null", Map.of("a", 1)));
  }

  @Test
  public void the_clients_of_today_are_served_too() {
    RpcBackend rpc = serving();

    assertThat(client(rpc.transport()).call(CONTEXT, "echo", Map.of("value", 42), Integer.class))
        .isEqualTo(42);
  }
}
