package dev.svar.interop;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.entry;

import dev.svar.Context;
import dev.svar.Serializer;
import dev.svar.classic.Connection;
import dev.svar.classic.RpcBackend;
import dev.svar.classic.RpcContext;
import dev.svar.classic.RpcDispatcher;
import dev.svar.classic.RpcOptions;
import dev.svar.classic.RpcProxy;
import dev.svar.classic.RpcRemoteException;
import dev.svar.classic.RpcTimeoutException;
import dev.svar.rpc.RpcEndpoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The verbs of openstack.common.rpc in Java, and peers that talk as in 2013. */
class Classic2013Test extends InteropTest {
  private static final Context CONTEXT = Context.of(Map.of("user", "u", "tenant", "t"));

  private RpcBackend backend() {
    return closing(
        RpcBackend.open(
            RpcOptions.builder()
                .option("transport_url", vhost.url())
                .option("rpc_response_timeout", SOON.toSeconds())
                .build()));
  }

  /** A proxy of the interface that the servers of these tests serve. */
  private static final class Demo extends RpcProxy {
    private Demo(RpcBackend rpc) {
      super(rpc, "demo", "1.2", null, Serializer.NONE);
    }

    @Override
    protected String rpcApiNamespace() {
      return "ns1";
    }

    private Object call(String method, Map<String, ?> args) {
      return call(CONTEXT, makeMsg(method, args));
    }

    private List<Object> all(String method, Map<String, ?> args) {
      try (Stream<Object> answers = multicall(CONTEXT, makeMsg(method, args))) {
        return new ArrayList<>(answers.toList());
      }
    }
  }

  private Demo demo() {
    return new Demo(backend());
  }

  private JavaEndpoint serve(RpcBackend rpc) {
    JavaEndpoint endpoint = new JavaEndpoint("java");
    RpcDispatcher dispatcher = new RpcDispatcher(List.of(endpoint));
    Connection connection = closing(rpc.createConnection());
    connection.createConsumer("demo", dispatcher);
    connection.createConsumer(RpcBackend.queueGetFor("demo", "java"), dispatcher);
    connection.createConsumer("demo", dispatcher, true);
    connection.consumeInThread();
    return endpoint;
  }

  private static Map<String, Object> multicall(
      PythonPeer.Role client, String method, Map<String, ?> args) {
    return client.map("multicall", Map.of("method", method, "args", args));
  }

  // ---- Java calls a server of 2013 ----

  @Test
  void a_request_looks_as_in_2013() {
    PythonPeer.Role server = server2013();
    Demo demo = demo();

    assertThat(demo.call("add", Map.of("x", 2, "y", 3))).isEqualTo(5);
    Object second =
        demo.call(CONTEXT, demo.makeMsg("nothing", Map.of()), null, null, Duration.ofSeconds(3));
    assertThat(second).isNull();

    List<Map<String, Object>> made = server.list("calls", Map.of("at_least", 2));
    Map<String, Object> message = PythonPeer.asMap(made.get(0).get("message"));
    assertThat(message)
        .containsOnlyKeys(
            "method",
            "args",
            "namespace",
            "version",
            "_context_user",
            "_context_tenant",
            "_msg_id",
            "_reply_q",
            "_unique_id")
        .contains(
            entry("method", "add"),
            entry("args", Map.of("x", 2, "y", 3)),
            entry("namespace", "ns1"),
            entry("version", "1.2"),
            entry("_context_user", "u"),
            entry("_context_tenant", "t"));
    assertThat(String.valueOf(message.get("_reply_q"))).matches("reply_[0-9a-f]{32}");
    assertThat(made.get(0)).contains(entry("envelope", "2.0"), entry("headers", Map.of()));
    assertThat(made.get(1)).containsEntry("headers", Map.of("ttl", 3000));
  }

  @Test
  void a_multicall_gives_what_a_server_of_2013_yields() {
    server2013();
    Demo demo = demo();

    assertThat(demo.all("count", Map.of("n", 3))).containsExactly(1, 2, 3);
    assertThat(demo.all("nones", Map.of())).containsExactly(null, null, null);
    assertThat(demo.all("nothing", Map.of())).containsExactly((Object) null);
    assertThat(demo.all("count", Map.of("n", 0))).isEmpty();
    assertThat(demo.call("count", Map.of("n", 3))).isEqualTo(3);
    assertThat(demo.call("count", Map.of("n", 0))).isNull();
  }

  @Test
  void a_generator_that_fails_midway_gives_its_values_first() {
    server2013();
    Demo demo = demo();
    List<Object> values = new ArrayList<>();

    assertThatThrownBy(
            () -> {
              try (Stream<Object> answers =
                  demo.multicall(
                      CONTEXT, demo.makeMsg("count_and_fail", Map.of("n", 2, "message", "grüß")))) {
                answers.forEach(values::add);
              }
            })
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("grüß\nTraceback (most recent call last):\n");
    assertThat(values).containsExactly(1, 2);
  }

  @Test
  void failures_of_a_server_of_2013() {
    server2013();
    Demo demo = demo();

    assertThatThrownBy(() -> demo.call("fail", Map.of("message", "boom")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("boom\n");
    RpcRemoteException missing =
        catchThrowableOfType(RpcRemoteException.class, () -> demo.call("nope", Map.of()));
    assertThat(missing.excType()).isEqualTo("AttributeError");
    assertThat(missing.value()).isEqualTo("No such RPC function 'nope'");
    RpcRemoteException unsupported =
        catchThrowableOfType(
            RpcRemoteException.class,
            () -> demo.call(CONTEXT, demo.makeMsg("add", Map.of()), null, "1.9", null));
    assertThat(unsupported.excType()).isEqualTo("UnsupportedRpcVersion");
    assertThatThrownBy(
            () ->
                demo.call(
                    CONTEXT,
                    demo.makeMsg("slow", Map.of("seconds", 0.6)),
                    null,
                    null,
                    Duration.ofMillis(200)))
        .isInstanceOf(RpcTimeoutException.class);
  }

  @Test
  void casts_reach_servers_of_2013() {
    PythonPeer.Role server = server2013();
    RpcBackend rpc = backend();
    Demo demo = new Demo(rpc);
    Map<String, Object> msg = demo.makeMsg("echo", Map.of("n", 1));

    demo.cast(CONTEXT, msg);
    demo.cast(CONTEXT, msg, RpcBackend.queueGetFor("demo", "host1"), null);
    demo.fanoutCast(CONTEXT, msg);

    assertThat(server.list("calls", Map.of("at_least", 3)))
        .allSatisfy(
            made -> {
              assertThat(made)
                  .contains(
                      entry("args", Map.of("n", 1)),
                      entry("ctxt", Map.of("user", "u", "tenant", "t")),
                      entry("headers", Map.of()));
              assertThat(PythonPeer.asMap(made.get("message")))
                  .doesNotContainKeys("_msg_id", "_reply_q");
            })
        .extracting(made -> made.get("consumer"))
        .containsExactlyInAnyOrder("topic", "host", "fanout");
  }

  @Test
  void a_server_of_2013_answers_by_its_context_before_it_returns() {
    server2013();

    assertThat(demo().all("reply_by_hand", Map.of("first", 1, "last", 2))).containsExactly(1, 2);
  }

  // ---- A client of 2013 calls Java ----

  /** Answers before it returns. */
  @RpcEndpoint(namespace = "ns1", version = "1.2")
  public static final class ByHand {
    public int twice(RpcContext context, int first) {
      context.reply(first);
      return first + 1;
    }
  }

  @Test
  void java_answers_by_its_context_before_it_returns() {
    Connection connection = closing(backend().createConnection());
    connection.createConsumer("demo", new RpcDispatcher(List.of(new ByHand())));
    connection.consumeInThread();

    assertThat(multicall(client2013(), "twice", Map.of("first", 1)))
        .contains(entry("items", List.of(1, 2)), entry("error", null));
  }

  @Test
  void who_names_no_method_is_told_so_and_does_not_wait() {
    serve(backend());

    assertThat(call(client2013(), "", Map.of("a", 1))).isEqualTo("No method for message: {a=1}");
  }

  @Test
  void a_client_of_2013_calls_java() {
    serve(backend());
    PythonPeer.Role client = client2013();

    Map<String, Object> made = multicall(client, "add", Map.of("x", 2, "y", 3));
    assertThat(made).contains(entry("items", List.of(5)), entry("error", null));
    assertThat(PythonPeer.asList(made.get("replies")))
        .extracting(Map::keySet)
        .containsExactly(
            Set.of("result", "failure", "_unique_id", "_msg_id"),
            Set.of("result", "failure", "ending", "_unique_id", "_msg_id"));
    assertThat(multicall(client, "count", Map.of("n", 3)))
        .contains(entry("items", List.of(1, 2, 3)), entry("error", null));
    assertThat(
            client
                .map("call", Map.of("method", "context", "ctxt", Map.of("user", "u2")))
                .get("result"))
        .isEqualTo(Map.of("user", "u2"));
  }

  @Test
  void a_client_from_before_2013_calls_java() {
    serve(backend());
    PythonPeer.Role client = client2013("reply_q", false, "envelope", false);

    assertThat(multicall(client, "count", Map.of("n", 3)))
        .contains(entry("items", List.of(1, 2, 3)), entry("error", null));
  }

  @Test
  void failures_have_the_names_of_2013() {
    serve(backend());
    PythonPeer.Role client = client2013();

    assertThat(failure(client, "illegal", Map.of("message", "grüß")).type())
        .isEqualTo("ValueError");
    PythonException missing = failure(client, "nope", Map.of());
    assertThat(missing.type()).isEqualTo("AttributeError");
    assertThat(missing.text()).startsWith("No such RPC function 'nope'\n");
    PythonException unsupported = failure(client2013("version", "1.9"), "add", Map.of());
    assertThat(unsupported.property("exc_type")).isEqualTo("UnsupportedRpcVersion");
    assertThat(unsupported.property("value"))
        .isEqualTo("Specified RPC version, 1.9, not supported by this endpoint.");
  }

  private static PythonException failure(
      PythonPeer.Role client, String method, Map<String, ?> args) {
    return catchThrowableOfType(PythonException.class, () -> call(client, method, args));
  }

  @Test
  void casts_of_2013_reach_java() throws Exception {
    JavaEndpoint endpoint = serve(backend());
    PythonPeer.Role client = client2013();

    for (String how : List.of("topic", "host", "fanout")) {
      Map<String, Object> cast =
          new HashMap<>(Map.of("method", "tell", "args", Map.of("what", how)));
      if (how.equals("host")) {
        cast.put("host", "java");
      }
      client.request(how.equals("fanout") ? "fanout_cast" : "cast", cast);
      assertThat(endpoint.told.poll(30, SECONDS)).isEqualTo(how);
    }
  }

  @Test
  void events_go_both_ways_bare_and_enveloped() throws Exception {
    RpcBackend rpc = backend();
    BlockingQueue<Map<String, Object>> events = new LinkedBlockingQueue<>();
    Connection connection = closing(rpc.createConnection());
    connection.joinConsumerPool(events::add, "notifications.info", "notifications.info", null);
    connection.consumeInThread();
    PythonPeer.Role client = client2013();

    client.request("notify", Map.of("event_type", "bare", "ctxt", Map.of("user", "u")));
    client.request("notify", Map.of("event_type", "enveloped", "envelope", true));
    rpc.notify(CONTEXT, "notifications.info", Map.of("event_type", "from java"));
    rpc.notify(CONTEXT, "notifications.info", Map.of("event_type", "in an envelope"), true);

    List<Map<String, Object>> got = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      got.add(events.poll(30, SECONDS));
    }
    assertThat(got)
        .extracting(event -> event.get("event_type"))
        .containsExactlyInAnyOrder("bare", "enveloped", "from java", "in an envelope");
    assertThat(got)
        .filteredOn(event -> "bare".equals(event.get("event_type")))
        .allSatisfy(event -> assertThat(event).containsEntry("_context_user", "u"));
    assertThat(vhost.queue("notifications.info").durable()).isFalse();
  }

  @Test
  void a_topic_is_shared_by_servers_in_java_and_of_2013() {
    serve(backend());
    server2013("host", "python");
    Demo demo = demo();

    Set<String> answered = new HashSet<>();
    for (int i = 0; i < 20; i++) {
      try {
        answered.add(String.valueOf(demo.call("who", Map.of())));
      } catch (RpcRemoteException e) {
        answered.add(e.value());
      }
    }

    assertThat(answered).containsExactlyInAnyOrder("java", "No such RPC function 'who'");
  }
}
