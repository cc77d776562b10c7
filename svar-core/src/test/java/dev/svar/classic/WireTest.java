package dev.svar.classic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.svar.Counter;
import dev.svar.driver.Address;
import dev.svar.driver.Message;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** Messages as a peer of 2013 writes and reads them, by hand. */
final class WireTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final CommonRpcContext CONTEXT =
      CommonRpcContext.of(Map.of("user", "u", "auth_token", "tok"));
  private static final Duration SOON = Duration.ofSeconds(30);

  private final String bus = UUID.randomUUID().toString();
  private HandWrittenPeer peer;
  private RpcBackend rpc;

  @BeforeEach
  void open() {
    peer = new HandWrittenPeer(bus);
    rpc =
        RpcBackend.open(
            RpcOptions.builder()
                .option("transport_url", "memory://" + bus)
                .option("rpc_response_timeout", 30)
                .build());
  }

  @AfterEach
  void close() {
    rpc.close();
    peer.close();
  }

  private static Address.Topic topic(String name) {
    return new Address.Topic("openstack", name, null);
  }

  private static Map<String, Object> msg(String method, Object value) {
    return Map.of("method", method, "args", Map.of("value", value), "version", "1.1");
  }

  @Test
  void a_call_has_the_keys_of_2013_and_a_ttl_only_with_a_timeout() throws Exception {
    peer.listen(topic("compute"));
    for (Duration timeout : new @Nullable Duration[] {null, Duration.ofSeconds(3)}) {
      CompletableFuture<Object> call =
          CompletableFuture.supplyAsync(
              () -> rpc.call(CONTEXT, "compute", msg("echo", "hé"), timeout));

      Message message = peer.next();
      Map<String, Object> request = HandWrittenPeer.inner(message);

      assertThat(request)
          .containsOnlyKeys(
              "method",
              "args",
              "version",
              "_msg_id",
              "_reply_q",
              "_unique_id",
              "_context_user",
              "_context_auth_token")
          .containsEntry("method", "echo")
          .containsEntry("args", Map.of("value", "hé"))
          .containsEntry("version", "1.1")
          .containsEntry("_context_user", "u");
      assertThat(String.valueOf(request.get("_msg_id"))).matches("[0-9a-f]{32}");
      assertThat(String.valueOf(request.get("_reply_q"))).matches("reply_[0-9a-f]{32}");
      assertThat(message.headers()).isEqualTo(timeout == null ? Map.of() : Map.of("ttl", 3000L));
      assertThat(new String(message.body(), UTF_8)).isASCII().contains("h\\\\u00e9");
      Address.Inbox inbox = new Address.Inbox(String.valueOf(request.get("_reply_q")));
      peer.send(inbox, reply(request, "first", "u1"));
      peer.send(inbox, reply(request, "last", "u2"));
      peer.send(inbox, end(request));
      assertThat(call).succeedsWithin(SOON).isEqualTo("last");
    }
  }

  private static Map<String, Object> reply(Map<String, Object> request, Object result, String id) {
    Map<String, Object> reply = new java.util.LinkedHashMap<>();
    reply.put("result", result);
    reply.put("failure", null);
    reply.put("_unique_id", id);
    reply.put("_msg_id", request.get("_msg_id"));
    return reply;
  }

  private static Map<String, Object> end(Map<String, Object> request) {
    Map<String, Object> end = new java.util.LinkedHashMap<>(reply(request, "ignored", "end"));
    end.put("result", null);
    end.put("ending", true);
    return end;
  }

  @Test
  void a_cast_has_no_keys_of_a_reply() throws Exception {
    peer.listen(topic("compute"));

    rpc.cast(CONTEXT, "compute", Map.of("method", "m"));

    assertThat(HandWrittenPeer.inner(peer.next()))
        .containsOnlyKeys("method", "args", "_unique_id", "_context_user", "_context_auth_token");
  }

  @Test
  void a_duplicate_reply_fails_nothing() throws Exception {
    peer.listen(topic("compute"));
    CompletableFuture<List<Object>> answers =
        CompletableFuture.supplyAsync(
            () -> {
              try (var values = rpc.multicall(CONTEXT, "compute", msg("echo", 1))) {
                return values.toList();
              }
            });
    Map<String, Object> request = HandWrittenPeer.inner(peer.next());
    Address.Inbox inbox = new Address.Inbox(String.valueOf(request.get("_reply_q")));

    peer.send(inbox, reply(request, "a", "same"));
    peer.send(inbox, reply(request, "a", "same"));
    peer.send(inbox, reply(request, "b", "other"));
    peer.send(inbox, end(request));

    assertThat(answers).succeedsWithin(SOON).isEqualTo(List.of("a", "b"));
  }

  private void serve() {
    Connection connection = rpc.createConnection();
    connection.createConsumer(
        "compute",
        (context, version, method, namespace, args) -> {
          if (method.equals("fail")) {
            throw new IllegalArgumentException("kapútt");
          }
          return args.get("value");
        });
    connection.consumeInThread();
  }

  private static Map<String, Object> request(String method, Object value) {
    Map<String, Object> request = new java.util.LinkedHashMap<>(msg(method, value));
    request.remove("version");
    request.put("_msg_id", "m1");
    request.put("_reply_q", "reply_here");
    request.put("_unique_id", UUID.randomUUID().toString());
    return request;
  }

  @Test
  void a_value_is_answered_and_then_the_end() throws Exception {
    serve();
    peer.listen(new Address.Inbox("reply_here"));

    peer.send(topic("compute"), request("echo", 42));

    Map<String, Object> value = HandWrittenPeer.inner(peer.next());
    assertThat(value)
        .containsOnlyKeys("result", "failure", "_unique_id", "_msg_id")
        .containsEntry("result", 42)
        .containsEntry("failure", null)
        .containsEntry("_msg_id", "m1");
    assertThat(HandWrittenPeer.inner(peer.next()))
        .containsOnlyKeys("result", "failure", "ending", "_unique_id", "_msg_id")
        .containsEntry("result", null)
        .containsEntry("ending", true);
  }

  @Test
  void a_failure_is_answered_in_ascii_without_an_end() throws Exception {
    serve();
    peer.listen(new Address.Inbox("reply_here"));

    peer.send(topic("compute"), request("fail", 1));
    Map<String, Object> reply = HandWrittenPeer.inner(peer.next());
    peer.send(topic("compute"), request("echo", "next"));

    assertThat(reply)
        .containsOnlyKeys("result", "failure", "_unique_id", "_msg_id")
        .containsEntry("result", null);
    String failure = String.valueOf(reply.get("failure"));
    assertThat(failure).isASCII();
    Map<?, ?> parts = JSON.readValue(failure, Map.class);
    assertThat(parts.get("class")).isEqualTo("ValueError");
    assertThat(parts.get("module")).isEqualTo("exceptions");
    assertThat(parts.get("message")).isEqualTo("kapútt");
    assertThat(parts.get("args")).isEqualTo(List.of("kapútt"));
    assertThat(parts.get("kwargs")).isEqualTo(Map.of());
    assertThat(HandWrittenPeer.inner(peer.next())).containsEntry("result", "next");
  }

  @Test
  void a_message_without_a_method_is_told_so_and_then_ends() throws Exception {
    serve();
    peer.listen(new Address.Inbox("reply_here"));
    Map<String, Object> request = request("echo", Map.of("admin_password", "p"));
    request.remove("method");

    peer.send(topic("compute"), request);

    assertThat(HandWrittenPeer.inner(peer.next()))
        .containsEntry("result", "No method for message: {value={admin_password=<SANITIZED>}}")
        .containsEntry("failure", null)
        .doesNotContainKey("ending");
    assertThat(HandWrittenPeer.inner(peer.next()))
        .containsEntry("result", null)
        .containsEntry("ending", true);
  }

  @Test
  void a_message_that_comes_twice_runs_once() throws Exception {
    serve();
    peer.listen(new Address.Inbox("reply_here"));
    Map<String, Object> request = request("echo", 1);

    peer.send(topic("compute"), request);
    peer.send(topic("compute"), request);
    peer.send(topic("compute"), request("echo", 2));

    assertThat(List.of(results(), results())).containsExactlyInAnyOrder(1, 2);
    Awaitility.await()
        .atMost(SOON)
        .until(() -> rpc.transport().counts().of(Counter.DUPLICATE) == 1);
  }

  private Object results() throws InterruptedException {
    Object result = HandWrittenPeer.inner(peer.next()).get("result");
    return result != null ? result : results();
  }

  @Test
  void what_cannot_be_read_stops_no_consumer() throws Exception {
    serve();
    peer.listen(new Address.Inbox("reply_here"));

    peer.sendBare(topic("compute"), "[\"no map\"]");
    peer.send(topic("compute"), Map.of("method", "echo", "args", "no map"));
    peer.send(topic("compute"), request("echo", "alive"));

    assertThat(HandWrittenPeer.inner(peer.next())).containsEntry("result", "alive");
  }

  @Test
  void a_request_and_a_reply_without_an_envelope_are_read() throws Exception {
    serve();
    peer.listen(new Address.Inbox("reply_here"));
    Map<String, Object> request = request("echo", "bare");

    peer.sendBare(topic("compute"), JSON.writeValueAsString(request));

    assertThat(HandWrittenPeer.inner(peer.next())).containsEntry("result", "bare");
  }

  @Test
  void a_callee_that_ignores_the_reply_queue_is_a_timeout() throws Exception {
    peer.listen(topic("compute"));

    assertThatThrownBy(() -> rpc.call(CONTEXT, "compute", msg("echo", 1), Duration.ofMillis(300)))
        .isInstanceOf(RpcTimeoutException.class)
        .hasMessageContaining("No reply to echo from openstack/compute within 300 ms");
    assertThat(HandWrittenPeer.inner(peer.next())).containsKey("_reply_q");
  }
}
