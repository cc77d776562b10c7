package dev.svar.classic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.svar.Context;
import dev.svar.Serializer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a proxy sends, and refuses to send. */
final class RpcProxyTest {
  private static final CommonRpcContext CONTEXT = CommonRpcContext.of(Map.of("user", "u"));

  private final BlockingQueue<List<Object>> received = new LinkedBlockingQueue<>();
  private RpcBackend backend;

  /** A client of another interface. */
  private static final class Namespaced extends RpcProxy {
    Namespaced() {
      super("topic", "1.0");
    }

    @Override
    protected String rpcApiNamespace() {
      return "meow";
    }
  }

  @BeforeEach
  void open() {
    backend = RpcBackend.open(RpcOptions.builder().option("transport_url", "memory://").build());
    Connection connection = backend.createConnection();
    for (String topic : List.of("fake_topic", "other_topic")) {
      Dispatcher dispatcher =
          (context, version, method, namespace, args) -> {
            received.add(Arrays.asList(topic, method, version, namespace, args, context.toMap()));
            return args.get("answer");
          };
      connection.createConsumer(topic, dispatcher);
      connection.createConsumer(topic, dispatcher, true);
    }
    connection.consumeInThread();
  }

  @AfterEach
  void close() {
    backend.close();
  }

  private RpcProxy proxy(@Nullable String cap) {
    return new RpcProxy(backend, "fake_topic", "1.0", cap, Serializer.NONE);
  }

  private List<Object> next() throws InterruptedException {
    return received.poll(30, TimeUnit.SECONDS);
  }

  private static List<Object> sent(String topic, String version) {
    return Arrays.asList(
        topic, "fake_method", version, null, Map.of("answer", 42), Map.of("user", "u"));
  }

  /** One of the verbs. */
  private interface Verb {
    void send(Map<String, Object> msg, @Nullable String topic, @Nullable String version);
  }

  private static List<Verb> verbs(RpcProxy proxy) {
    return List.of(
        (msg, topic, version) ->
            assertThat(proxy.call(CONTEXT, msg, topic, version, null)).isEqualTo(42),
        (msg, topic, version) -> {
          try (Stream<Object> answers =
              proxy.multicall(CONTEXT, msg, topic, version, Duration.ofSeconds(42))) {
            assertThat(answers.toList()).containsExactly(42);
          }
        },
        (msg, topic, version) -> proxy.cast(CONTEXT, msg, topic, version),
        (msg, topic, version) -> proxy.fanoutCast(CONTEXT, msg, topic, version));
  }

  @Test
  void every_verb_adds_the_default_version_and_takes_another_and_another_topic() throws Exception {
    Map<String, Object> msg = proxy(null).makeMsg("fake_method", Map.of("answer", 42));
    Map<String, Object> before = new LinkedHashMap<>(msg);

    for (Verb verb : verbs(proxy(null))) {
      verb.send(msg, null, null);
      assertThat(next()).isEqualTo(sent("fake_topic", "1.0"));
      verb.send(msg, null, "1.1");
      assertThat(next()).isEqualTo(sent("fake_topic", "1.1"));
      verb.send(msg, "other_topic", null);
      assertThat(next()).isEqualTo(sent("other_topic", "1.0"));
    }

    assertThat(msg).isEqualTo(before);
  }

  @Test
  void every_verb_refuses_a_version_that_the_cap_does_not_cover() throws Exception {
    Map<String, Object> msg = proxy(null).makeMsg("fake_method", Map.of("answer", 42));

    for (Verb verb : verbs(proxy("1.0"))) {
      for (String version : List.of("1.1", "2.0", "0.9")) {
        assertThatThrownBy(() -> verb.send(msg, null, version))
            .isInstanceOf(RpcVersionCapException.class)
            .hasMessage("Specified RPC version cap, 1.0, is too low");
      }
      verb.send(msg, null, "1.0");
      assertThat(next()).isEqualTo(sent("fake_topic", "1.0"));
    }
    for (boolean all : List.of(true, false)) {
      assertThatThrownBy(
              () -> {
                if (all) {
                  proxy("1.0").fanoutCastToServer(CONTEXT, Map.of(), msg, null, "1.1");
                } else {
                  proxy("1.0").castToServer(CONTEXT, Map.of(), msg, null, "1.1");
                }
              })
          .isInstanceOf(RpcVersionCapException.class);
    }
    assertThat(received).isEmpty();
  }

  @Test
  void a_timeout_tells_topic_method_and_what_is_known() {
    assertThatThrownBy(
            () ->
                proxy(null)
                    .call(
                        CONTEXT,
                        proxy(null).makeMsg("fake_method", Map.of()),
                        "silent",
                        null,
                        Duration.ofSeconds(42)))
        .isInstanceOf(RpcTimeoutException.class)
        .hasMessage(
            "Timeout while waiting on RPC response - topic: \"silent\", RPC method: \"fake_method\""
                + " info: \"Nobody listens: the broker has no queue for openstack/silent, so that"
                + " fake_method was not handed to anyone. Start a server on this topic, or check"
                + " exchange, topic and server name.\"");
  }

  @Test
  void a_message_names_method_namespace_and_arguments() {
    Map<String, Object> none = new LinkedHashMap<>();
    none.put("method", "test_method");
    none.put("namespace", null);
    none.put("args", Map.of("x", 1));

    assertThat(RpcProxy.makeNamespacedMsg("test_method", "meow", Map.of("x", 1)))
        .isEqualTo(Map.of("method", "test_method", "namespace", "meow", "args", Map.of("x", 1)));
    assertThat(proxy(null).makeMsg("test_method", Map.of("x", 1))).isEqualTo(none);
    assertThat(new Namespaced().makeMsg("test_method", Map.of("x", 1)))
        .isEqualTo(Map.of("method", "test_method", "namespace", "meow", "args", Map.of("x", 1)));
  }

  @Test
  void each_argument_is_serialized_and_the_result_is_deserialized() throws Exception {
    List<Object> seen = new ArrayList<>();
    Serializer serializer =
        new Serializer() {
          @Override
          public Object serialize(Context context, @Nullable Object value) {
            seen.add(List.of("out", context, value));
            return "<" + value + ">";
          }

          @Override
          public Object deserialize(Context context, @Nullable Object value) {
            seen.add(List.of("in", context, value));
            return "result";
          }
        };
    RpcProxy proxy = new RpcProxy(backend, "fake_topic", "1.0", null, serializer);

    Object result = proxy.call(CONTEXT, proxy.makeMsg("fake_method", Map.of("answer", 42)));

    assertThat(result).isEqualTo("result");
    assertThat(next().get(4)).isEqualTo(Map.of("answer", "<42>"));
    assertThat(seen).containsExactly(List.of("out", CONTEXT, 42), List.of("in", CONTEXT, "<42>"));
  }

  @Test
  void a_version_can_be_sent_if_the_cap_covers_it() {
    assertThat(proxy("1.5").canSendVersion("1.5")).isTrue();
    assertThat(proxy("1.5").canSendVersion("1.6")).isFalse();
    assertThat(proxy(null).canSendVersion("1.0")).isTrue();
    assertThat(proxy(null).canSendVersion("99.0")).isTrue();
  }

  @Test
  void a_null_context_is_refused_by_name() {
    assertThatThrownBy(() -> proxy(null).call(null, proxy(null).makeMsg("m", Map.of())))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("context: null (expected: one, such as RequestContext.builder().build())");
  }
}
