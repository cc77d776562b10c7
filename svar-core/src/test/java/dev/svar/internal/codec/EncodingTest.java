package dev.svar.internal.codec;

import static dev.svar.internal.codec.Messages.CODEC;
import static dev.svar.internal.codec.Messages.MESSAGE_ID;
import static dev.svar.internal.codec.Messages.REPLY_QUEUE;
import static dev.svar.internal.codec.Messages.UNIQUE_ID;
import static dev.svar.internal.codec.Messages.cast;
import static dev.svar.internal.codec.Messages.inner;
import static dev.svar.internal.codec.Messages.result;
import static dev.svar.internal.codec.Messages.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.svar.RemoteException.Failure;
import dev.svar.driver.Dialect;
import dev.svar.driver.Message;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Requests and replies as they leave, compared with captured ones of oslo.messaging. */
final class EncodingTest {

  @Test
  void a_call_has_the_keys_of_a_captured_one_in_their_order() throws Exception {
    Map<String, Object> context = new LinkedHashMap<>();
    context.put("user_id", "u1");
    context.put("request_id", "req-1");
    context.put("roles", List.of("admin", "member"));
    context.put("is_admin", true);
    context.put("project_id", null);
    Request request =
        new Request(
            "echo",
            Map.of("arg", Map.of("a", List.of(1, 2, "x"))),
            "ns1",
            "1.2",
            context,
            UNIQUE_ID,
            new Request.ReplyTo(MESSAGE_ID, REPLY_QUEUE, null));

    assertThat(inner(CODEC.encode(request)))
        .isEqualTo(
            """
            {"method":"echo","args":{"arg":{"a":[1,2,"x"]}},"namespace":"ns1","version":"1.2",\
            "_msg_id":"a98fa38bc3294bb0abde55353f40ae4d",\
            "_reply_q":"reply_98bda1413ec748ee9a6d3766a9d635a2","_timeout":null,\
            "_unique_id":"aa9356aa41e84cb591933b10e96f9a33","_context_user_id":"u1",\
            "_context_request_id":"req-1","_context_roles":["admin","member"],\
            "_context_is_admin":true,"_context_project_id":null}""");
  }

  @Test
  void a_message_says_that_it_is_json_in_utf_8_and_has_no_headers() throws Exception {
    Message message = CODEC.encode(cast("arg", 1));

    assertThat(message.contentType()).isEqualTo("application/json");
    assertThat(message.contentEncoding()).isEqualTo("utf-8");
    assertThat(message.headers()).isEmpty();
  }

  @Test
  void the_inner_map_is_text_in_an_envelope() throws Exception {
    assertThat(text(CODEC.encode(cast("arg", "a \"b\" \\ c"))))
        .isEqualTo(
            """
            {"oslo.version": "2.0", "oslo.message": "{\\"method\\":\\"echo\\",\\"args\\":\
            {\\"arg\\":\\"a \\\\\\"b\\\\\\" \\\\\\\\ c\\"},\
            \\"_unique_id\\":\\"aa9356aa41e84cb591933b10e96f9a33\\"}"}""");
  }

  @Test
  void a_cast_has_neither_message_id_nor_reply_queue_nor_timeout() throws Exception {
    assertThat(inner(CODEC.encode(cast("arg", null))))
        .isEqualTo(
            """
            {"method":"echo","args":{"arg":null},\
            "_unique_id":"aa9356aa41e84cb591933b10e96f9a33"}""");
  }

  @Test
  void a_monitored_call_says_for_how_long_silence_is_allowed() throws Exception {
    Request request =
        new Request(
            "slow",
            Map.of(),
            null,
            null,
            Map.of(),
            UNIQUE_ID,
            new Request.ReplyTo(MESSAGE_ID, REPLY_QUEUE, 2));

    assertThat(inner(CODEC.encode(request))).contains("\"_timeout\":2,");
  }

  @Test
  void a_result_has_the_keys_of_a_captured_one_in_their_order() throws Exception {
    assertThat(inner(CODEC.encode(result(Map.of("a", List.of(1, 2, "x"))))))
        .isEqualTo(
            """
            {"result":{"a":[1,2,"x"]},"failure":null,"ending":true,\
            "_msg_id":"a98fa38bc3294bb0abde55353f40ae4d",\
            "_unique_id":"aa9356aa41e84cb591933b10e96f9a33"}""");
  }

  @Test
  void a_heartbeat_has_no_result_and_does_not_end_the_call() throws Exception {
    assertThat(inner(CODEC.encode(new Reply(MESSAGE_ID, UNIQUE_ID, null, null, false))))
        .startsWith("{\"result\":null,\"failure\":null,\"ending\":false,");
  }

  @Test
  void a_failure_is_json_as_text_in_the_inner_map() throws Exception {
    Failure failure =
        new Failure(
            "MyErr",
            "__main__",
            "my message",
            List.of("Traceback (most recent call last):\n", "MyErr: my message\n"),
            List.of("my message"),
            Map.of("who", "bob"));

    assertThat(inner(CODEC.encode(new Reply(MESSAGE_ID, UNIQUE_ID, null, failure, true))))
        .startsWith(
            """
            {"result":null,"failure":"{\\"class\\":\\"MyErr\\",\\"module\\":\\"__main__\\",\
            \\"message\\":\\"my message\\",\
            \\"tb\\":[\\"Traceback (most recent call last):\\\\n\\",\\"MyErr: my message\\\\n\\"],\
            \\"args\\":[\\"my message\\"],\\"kwargs\\":{\\"who\\":\\"bob\\"}}","ending":true,""");
  }

  @Test
  void what_is_not_ascii_is_escaped_as_python_escapes_it() throws Exception {
    String value = "é € \uD83D\uDE00 \uD800 \u007f \u0001 / \u2028";

    Message message = CODEC.encode(cast("ä", value));

    assertThat(message.body()).doesNotContain(nonAscii());
    assertThat(inner(message))
        .contains(
            "{\"\\u00e4\":\"\\u00e9 \\u20ac \\ud83d\\ude00 \\ud800 \u007f \\u0001 / \\u2028\"}");
    assertThat(CODEC.decodeRequest(message).args().get("ä").value()).isEqualTo(value);
  }

  /** Brings JSON of its own, as a person might lay it out. */
  private record Raw(@JsonRawValue String json) {}

  @Test
  void json_that_a_value_brings_along_may_have_line_ends() throws Exception {
    String json = "{\n\t\"a\": \"\\n\"\r\n}" + "\n".repeat(3_000);

    assertThat(Messages.sent(new Raw(json))).isEqualTo(Map.of("json", Map.of("a", "\n")));
  }

  private static byte[] nonAscii() {
    byte[] bytes = new byte[128];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (i - 128);
    }
    return bytes;
  }

  @Test
  void a_body_longer_than_the_limit_is_refused_with_its_size() throws Exception {
    Codec small = Messages.codec(new Limits(1_000, 100, 100));
    int length = Messages.text(CODEC.encode(cast("arg", ""))).length();

    assertThat(small.encode(cast("arg", "x".repeat(1_000 - length))).size()).isEqualTo(1_000);
    assertThatThrownBy(() -> small.encode(cast("arg", "x".repeat(1_001 - length))))
        .isInstanceOf(EncodeException.class)
        .hasMessage("message: 1001 bytes (limit: 1000 bytes)");
  }

  @Test
  void a_body_far_longer_than_the_limit_is_not_written_to_its_end() {
    Codec small = Messages.codec(new Limits(10_000, 100, 100));

    assertThatThrownBy(() -> small.encode(cast("arg", doubledAgain(60))))
        .isInstanceOf(EncodeException.class)
        .hasMessageMatching("message: more than \\d{5} bytes \\(limit: 10000 bytes\\)");
  }

  /** A list of two lists, each the same list of two lists, and so on: 2 to the {@code levels}. */
  private static List<Object> doubledAgain(int levels) {
    List<Object> list = List.of("x");
    for (int i = 0; i < levels; i++) {
      list = Arrays.asList(list, list);
    }
    return list;
  }

  @Test
  void kafkas_dialect_has_no_requests() {
    Codec kafka = new Codec(Dialect.OSLO_KAFKA, Optional.empty(), Limits.DEFAULT);

    assertThatThrownBy(() -> kafka.encode(cast("arg", 1)))
        .isInstanceOf(EncodeException.class)
        .hasMessage(
            "OSLO_KAFKA: no requests and replies (oslo.messaging has RPC on RabbitMQ only)");
  }
}
