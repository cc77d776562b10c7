package dev.svar.internal.codec;

import static dev.svar.internal.codec.Messages.CODEC;
import static dev.svar.internal.codec.Messages.MESSAGE_ID;
import static dev.svar.internal.codec.Messages.REPLY_QUEUE;
import static dev.svar.internal.codec.Messages.UNIQUE_ID;
import static dev.svar.internal.codec.Messages.envelope;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.svar.driver.Message;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests and replies as they come in, from Python of any age. */
final class DecodingTest {

  @Test
  void a_captured_call_is_read() throws Exception {
    IncomingRequest request =
        CODEC.decodeRequest(
            Message.of(
                """
                {"oslo.version": "2.0", "oslo.message": "{\\"method\\": \\"echo\\", \\"args\\":\
                 {\\"arg\\": {\\"a\\": [1, 2, \\"x\\"]}}, \\"namespace\\": \\"ns1\\",\
                 \\"version\\": \\"1.2\\", \\"_msg_id\\": \\"a98fa38bc3294bb0abde55353f40ae4d\\",\
                 \\"_reply_q\\": \\"reply_98bda1413ec748ee9a6d3766a9d635a2\\",\
                 \\"_timeout\\": null, \\"_unique_id\\": \\"aa9356aa41e84cb591933b10e96f9a33\\",\
                 \\"_context_user_id\\": \\"u1\\", \\"_context_request_id\\": \\"req-1\\",\
                 \\"_context_roles\\": [\\"admin\\", \\"member\\"],\
                 \\"_context_is_admin\\": true, \\"_context_project_id\\": null}"}"""));

    assertThat(request.method()).isEqualTo("echo");
    assertThat(request.args()).containsOnlyKeys("arg");
    assertThat(request.args().get("arg").value()).isEqualTo(Map.of("a", List.of(1, 2, "x")));
    assertThat(request.namespace()).isEqualTo("ns1");
    assertThat(request.version()).isEqualTo("1.2");
    assertThat(request.messageId()).isEqualTo(MESSAGE_ID);
    assertThat(request.replyQueue()).isEqualTo(REPLY_QUEUE);
    assertThat(request.uniqueId()).isEqualTo(UNIQUE_ID);
    assertThat(request.timeout()).isNull();
    assertThat(request.context())
        .containsEntry("user_id", "u1")
        .containsEntry("request_id", "req-1")
        .containsEntry("roles", List.of("admin", "member"))
        .containsEntry("is_admin", true)
        .containsEntry("project_id", null)
        .hasSize(5);
  }

  @Test
  void what_a_request_may_leave_out_has_the_value_that_python_gives_it() throws Exception {
    IncomingRequest request = CODEC.decodeRequest(envelope("{\"method\": \"echo\"}"));

    assertThat(request.args()).isEmpty();
    assertThat(request.context()).isEmpty();
    assertThat(request.namespace()).isNull();
    assertThat(request.version()).isEqualTo("1.0");
    assertThat(request.uniqueId()).isNull();
    assertThat(request.messageId()).isNull();
    assertThat(request.replyQueue()).isNull();
    assertThat(request.timeout()).isNull();
  }

  @Test
  void null_is_a_version_that_is_not_missing() throws Exception {
    assertThat(CODEC.decodeRequest(envelope("{\"method\": \"m\", \"version\": null}")).version())
        .isNull();
  }

  @Test
  void null_counts_as_no_args_namespace_or_ids_and_an_empty_id_too() throws Exception {
    IncomingRequest request =
        CODEC.decodeRequest(
            envelope(
                """
                {"method": "m", "args": null, "namespace": null, "_unique_id": null,
                 "_msg_id": "", "_reply_q": null}"""));

    assertThat(request.args()).isEmpty();
    assertThat(request.namespace()).isNull();
    assertThat(request.uniqueId()).isNull();
    assertThat(request.messageId()).isNull();
    assertThat(request.replyQueue()).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"2 | 2", "2.5 | 2.5", "\"2\" | 2", "[2] | [2]", "{\"a\": 2} | {a=2}"})
  void a_timeout_of_any_type_is_kept(String json, String value) throws Exception {
    assertThat(
            CODEC
                .decodeRequest(envelope("{\"method\": \"m\", \"_timeout\": " + json + "}"))
                .timeout())
        .hasToString(value);
  }

  @Test
  void a_body_without_envelope_is_the_message_itself() throws Exception {
    assertThat(CODEC.decodeRequest(Message.of("{\"method\": \"é\", \"args\": {\"a\": \"€\"}}")))
        .satisfies(
            request -> {
              assertThat(request.method()).isEqualTo("é");
              assertThat(request.args().get("a").value()).isEqualTo("€");
            });
    assertThat(CODEC.decodeRequest(Message.of("{\"oslo.version\": \"9\", \"method\": \"m\"}")))
        .as("one key of an envelope is none")
        .extracting(IncomingRequest::method)
        .isEqualTo("m");
  }

  @Test
  void the_envelope_may_have_its_keys_in_any_order_and_others() throws Exception {
    assertThat(
            CODEC
                .decodeRequest(
                    Message.of(
"""
                         {"x": [{}], "oslo.message": "{\\"method\\": \\"m\\"}", "y": 1.5,
                          "oslo.version": "2.0.0"}

"""))
                .method())
        .isEqualTo("m");
  }

  @Test
  void of_two_keys_of_one_name_the_last_counts() throws Exception {
    IncomingRequest request =
        CODEC.decodeRequest(
            Message.of(
                """
                {"oslo.version": "9.9", "oslo.message": 5,
                 "oslo.message": "{\\"method\\": 1, \\"args\\": 2, \\"method\\": \\"m\\",\
                 \\"args\\": {\\"a\\": 1}, \\"args\\": {\\"b\\": 1, \\"b\\": 2},\
                 \\"_context_u\\": 1, \\"_context_u\\": 2}",
                 "oslo.version": "2.0"}"""));

    assertThat(request.method()).isEqualTo("m");
    assertThat(request.args()).containsOnlyKeys("b");
    assertThat(request.args().get("b").value()).isEqualTo(2);
    assertThat(request.context()).isEqualTo(Map.of("u", 2));
  }

  @Test
  void unknown_keys_are_left_alone() throws Exception {
    assertThat(
            CODEC
                .decodeRequest(
                    envelope("{\"a\": {\"b\": []}, \"method\": \"m\", \"_contexts\": [1]}"))
                .context())
        .isEmpty();
  }

  @Test
  void numbers_come_as_the_smallest_type_that_holds_them() throws Exception {
    assertThat(
            result(
                "[0, -1, 2147483648, 9223372036854775808, 1180591620717411303424, 1.0, 1e2, 1e999,"
                    + " -1e999, NaN, Infinity, -Infinity, -0.0, -0]"))
        .isEqualTo(
            Arrays.asList(
                0,
                -1,
                2147483648L,
                new BigInteger("9223372036854775808"),
                BigInteger.TWO.pow(70),
                1.0,
                100.0,
                Double.POSITIVE_INFINITY,
                Double.NEGATIVE_INFINITY,
                Double.NaN,
                Double.POSITIVE_INFINITY,
                Double.NEGATIVE_INFINITY,
                -0.0,
                0));
  }

  private static Object result(String json) throws Exception {
    return Messages.reply(
            CODEC, envelope("{\"result\": " + json + ", \"_msg_id\": \"1\", \"ending\": true}"))
        .result()
        .value();
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "0", "false", "\"\"", "[]", "{}"})
  void results_that_python_holds_for_false_stay_apart(String json) throws Exception {
    Object expected = Messages.PLAIN.readValue(json, Object.class);

    assertThat(result(json)).isEqualTo(expected);
  }

  @Test
  void a_captured_reply_is_read() throws Exception {
    IncomingReply reply =
        Messages.reply(
            CODEC,
            envelope(
                """
                {"result": {"a": [1, 2, "x"]}, "failure": null, "ending": true,
                 "_msg_id": "a98fa38bc3294bb0abde55353f40ae4d",
                 "_unique_id": "aa9356aa41e84cb591933b10e96f9a33"}"""));

    assertThat(reply.messageId()).isEqualTo(MESSAGE_ID);
    assertThat(reply.uniqueId()).isEqualTo(UNIQUE_ID);
    assertThat(reply.result().isNull()).isFalse();
    assertThat(reply.result().value()).isEqualTo(Map.of("a", List.of(1, 2, "x")));
    assertThat(reply.failure()).isNull();
    assertThat(reply.ending()).isTrue();
  }

  @Test
  void a_reply_may_lack_everything_but_its_message_id() throws Exception {
    IncomingReply reply = Messages.reply(CODEC, envelope("{\"_msg_id\": \"1\"}"));

    assertThat(reply.messageId()).isEqualTo("1");
    assertThat(reply.uniqueId()).isNull();
    assertThat(reply.result().isNull()).isTrue();
    assertThat(reply.result().value()).isNull();
    assertThat(reply.failure()).isNull();
    assertThat(reply.ending()).isNull();
  }

  @ParameterizedTest
  @CsvSource({"true, true", "false, false", "1, true", "0, false", "null, false", "0.5, true"})
  void ending_is_what_python_holds_for_true(String json, boolean ending) throws Exception {
    assertThat(
            Messages.reply(CODEC, envelope("{\"_msg_id\": \"1\", \"ending\": " + json + "}"))
                .ending())
        .isEqualTo(ending);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "null",
      value = {
        "null, null",
        "application/json, utf-8",
        "Application/JSON, UTF-8",
        "application/json; charset=utf-8, utf8",
        "application/json, us-ascii",
        "application/json ;x=y, ''",
      })
  void the_properties_may_be_missing_or_say_the_same_in_other_words(String type, String encoding)
      throws Exception {
    Message message = new Message("{\"method\": \"ä\"}".getBytes(UTF_8), type, encoding, Map.of());

    assertThat(CODEC.decodeRequest(message).method()).isEqualTo("ä");
  }

  @Test
  void the_ids_of_a_message_of_ours_are_found_again() throws Exception {
    Request request =
        new Request(
            "m",
            Map.of("_msg_id", "not this", "a", Map.of("_unique_id", "\"}")),
            null,
            null,
            Map.of("x", List.of(Map.of("_msg_id", "nor this"))),
            UNIQUE_ID,
            new Request.ReplyTo(MESSAGE_ID, REPLY_QUEUE, 5));

    assertThat(CODEC.ids(CODEC.encode(request))).isEqualTo(new Codec.Ids(UNIQUE_ID, MESSAGE_ID));
    assertThat(CODEC.ids(CODEC.encode(Messages.cast("a", 1))))
        .isEqualTo(new Codec.Ids(UNIQUE_ID, null));
    assertThat(CODEC.ids(CODEC.encode(Messages.result("x"))))
        .isEqualTo(new Codec.Ids(UNIQUE_ID, MESSAGE_ID));
  }
}
