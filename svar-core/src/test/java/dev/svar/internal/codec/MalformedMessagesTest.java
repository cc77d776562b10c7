package dev.svar.internal.codec;

import static dev.svar.internal.codec.Messages.CODEC;
import static dev.svar.internal.codec.Messages.envelope;
import static dev.svar.internal.codec.Messages.nested;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.svar.driver.Dialect;
import dev.svar.driver.Message;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What cannot be read: each message with what is said of it. */
final class MalformedMessagesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``                              | body: empty",
        "` `                             | body: empty",
        "secret                          | body: not JSON at byte 6",
        "{\"a\": secret}                 | body: not JSON at byte 13",
        "{\"a\"                          | body: ends too early at byte 4",
        "{\"a\": 1}}                     | body: not JSON at byte 9",
        "{\"a\": 1} 2                    | body: goes on after the end of its JSON",
        "[1, 2]                          | body: a list (expected: a map)",
        "null                            | body: null (expected: a map)",
        "\"secret\"                      | body: text (expected: a map)",
        "12                              | body: a whole number (expected: a map)",
        "{\"oslo.version\": \"1.0\", \"oslo.message\": \"{}\"} | oslo.version: 1.0 (expected: 2.0)",
        "{\"oslo.version\": \"2.1\", \"oslo.message\": \"{}\"} | oslo.version: 2.1 (expected: 2.0)",
        "{\"oslo.version\": \"9.0\", \"oslo.message\": 5} | oslo.version: 9.0 (expected: 2.0)",
        "{\"oslo.version\": \"x\", \"oslo.message\": \"{}\"} | oslo.version: text (expected: 2.0)",
        "{\"oslo.version\": 2.0, \"oslo.message\": \"{}\"} | oslo.version: a number with a fraction (expected: 2.0)",
        "{\"oslo.version\": \"2.0\", \"oslo.message\": {}} | oslo.message: a map (expected: text)",
        "{\"oslo.version\": \"2.0\", \"oslo.message\": null} | oslo.message: null (expected: text)",
        "{\"oslo.version\": \"2.0\", \"oslo.message\": \"\"} | oslo.message: nothing (expected: a map)",
        "{\"oslo.version\": \"2.0\", \"oslo.message\": \"[]\"} | oslo.message: a list (expected: a map)",
        "{\"oslo.version\": \"2.0\", \"oslo.message\": \"{\\\"a\\\":\"} | oslo.message: ends too early at character 5",
        "{\"oslo.version\": \"2.0\", \"oslo.message\": \"{} {}\"} | oslo.message: goes on after the end of its JSON",
      })
  void a_body_or_envelope(String body, String text) {
    DecodeException failure = failure(Message.of(body));

    assertThat(failure).hasMessage(text).hasNoCause();
    assertThat(failure.messageId()).isNull();
    assertThat(failure.replyQueue()).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"args\": {}                         | method: missing (expected: text)",
        "\"method\": null                     | method: null (expected: text)",
        "\"method\": 5                        | method: a whole number (expected: text)",
        "\"method\": [\"m\"]                  | method: a list (expected: text)",
        "\"method\": \"m\", \"args\": [1]     | args: a list (expected: a map)",
        "\"method\": \"m\", \"args\": \"x\"   | args: text (expected: a map)",
        "\"method\": \"m\", \"namespace\": 1  | namespace: a whole number (expected: text)",
        "\"method\": \"m\", \"version\": 1.0  | version: a number with a fraction (expected: text)",
        "\"method\": \"m\", \"_unique_id\": 1 | _unique_id: a whole number (expected: text)",
        "\"method\": \"m\", \"args\": {\"a\": secret} | oslo.message: not JSON at character 104",
        "\"method\": \"m\", \"args\": {\"a\": '} | oslo.message: not JSON at character 99",
        "\"method\": \"m\", \"args\": {\"a\": 1 | oslo.message: ends too early at character 100",
      })
  void a_request_whose_caller_can_be_told(String keys, String text) {
    DecodeException failure =
        failure(
            envelope(
                "{\"_msg_id\": \"m1\", \"_reply_q\": \"q1\", \"_context_a\": \"b\", \"x\": [{}, 1], "
                    + keys
                    + "}"));

    assertThat(failure).hasMessage(text).hasNoCause();
    assertThat(failure.messageId()).isEqualTo("m1");
    assertThat(failure.replyQueue()).isEqualTo("q1");
  }

  @Test
  void ids_that_are_no_text() {
    assertThat(failure(envelope("{\"method\": \"m\", \"_msg_id\": 1, \"_reply_q\": \"q\"}")))
        .hasMessage("_msg_id: a whole number (expected: text)")
        .extracting(DecodeException::messageId, DecodeException::replyQueue)
        .containsExactly(null, "q");
    assertThat(failure(envelope("{\"method\": \"m\", \"_msg_id\": \"i\", \"_reply_q\": true}")))
        .hasMessage("_reply_q: a boolean (expected: text)")
        .extracting(DecodeException::messageId, DecodeException::replyQueue)
        .containsExactly("i", null);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"result\": 1                       | _msg_id: missing (expected: text)",
        "\"_msg_id\": null                   | _msg_id: null (expected: text)",
        "\"_msg_id\": 7                      | _msg_id: a whole number (expected: text)",
        "\"_msg_id\": \"\"                   | _msg_id: empty (expected: the id of a call)",
      })
  void a_reply_to_nobody(String keys, String text) {
    assertThatThrownBy(() -> Messages.reply(CODEC, envelope("{" + keys + "}")))
        .isInstanceOf(DecodeException.class)
        .hasMessage(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"ending\": \"secret\" | ending: text (expected: true or false)",
        "\"ending\": []         | ending: a list (expected: true or false)",
        "\"_unique_id\": []     | _unique_id: a list (expected: text)",
        "\"result\": secret     | oslo.message: not JSON at character 34",
      })
  void a_reply_whose_call_can_be_ended(String keys, String text) {
    DecodeException failure =
        catchThrowableOfType(
            DecodeException.class,
            () -> Messages.reply(CODEC, envelope("{\"_msg_id\": \"m1\", " + keys + "}")));

    assertThat(failure).hasMessage(text);
    assertThat(failure.messageId()).isEqualTo("m1");
  }

  @Test
  void nesting_without_end_is_rejected_at_once_and_its_caller_told() {
    String value = nested(100_000);

    DecodeException failure =
        failure(
            envelope(
                "{\"method\": \"m\", \"args\": {\"a\": "
                    + value
                    + "}, \"_msg_id\": \"m1\", \"_reply_q\": \"q1\"}"));

    assertThat(failure)
        .hasMessage("oslo.message: nested deeper than 1000 levels at character 1031");
    assertThat(failure.messageId()).isEqualTo("m1");
    assertThat(failure.replyQueue()).isEqualTo("q1");
    assertThat(failure(Message.of("[".repeat(5_000_000))))
        .hasMessage("body: nested deeper than 1000 levels at byte 1003");
    assertThat(failure(Message.of("{\"a\":".repeat(100_000))))
        .hasMessage("body: nested deeper than 1000 levels at byte 5011");
  }

  @Test
  void a_number_longer_than_the_limit() {
    assertThat(
            failure(envelope("{\"method\": \"m\", \"args\": {\"a\": " + "9".repeat(10_001) + "}}")))
        .hasMessage("oslo.message: a number longer than 10000 digits at character 10031");
  }

  @Test
  void more_values_than_anybody_means() {
    String many = "[" + "[],".repeat(4_500_000) + "0]";

    assertThat(failure(envelope("{\"method\": \"m\", \"_context_a\": " + many + "}")))
        .hasMessageMatching("oslo.message: more than 8388608 values at character \\d+");
  }

  @Test
  void a_body_longer_than_the_limit_still_tells_who_waits() {
    Codec small = Messages.codec(new Limits(500, 10, 10));
    Message message =
        envelope(
            "{\"method\": \"" + "x".repeat(500) + "\", \"_msg_id\": \"m\", \"_reply_q\": \"q\"}");

    assertThatThrownBy(() -> small.decodeRequest(message))
        .isInstanceOfSatisfying(
            DecodeException.class,
            failure -> {
              assertThat(failure).hasMessage("body: 602 bytes (limit: 500 bytes)");
              assertThat(failure.messageId()).isEqualTo("m");
              assertThat(failure.replyQueue()).isEqualTo("q");
            });
  }

  @Test
  void a_message_cut_off_after_its_ids_still_tells_who_waits() {
    Message whole =
        envelope("{\"_msg_id\": \"m\", \"_reply_q\": \"q\", \"_context_a\": \"ü\", \"b\": 1}");
    String text = Messages.text(whole);

    DecodeException failure = failure(Message.of(text.substring(0, text.indexOf("_context") + 5)));

    assertThat(failure.messageId()).isEqualTo("m");
    assertThat(failure.replyQueue()).isEqualTo("q");
  }

  @Test
  void text_that_is_not_utf_8() {
    assertThat(failure(Messages.json("{\"method\": \"é\"}".getBytes(ISO_8859_1), Map.of())))
        .hasMessageStartingWith("body: not JSON at byte ")
        .hasNoCause();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "null",
      value = {
        "text/plain        | utf-8   | content type: text/plain (expected: application/json)",
        "''                | null    | content type:  (expected: application/json)",
        "application/data  | null    | content type: application/data (expected: application/json)",
        "application/json  | binary  | content encoding: binary (expected: utf-8)",
        "application/json  | utf-16  | content encoding: utf-16 (expected: utf-8)",
      })
  void a_body_of_another_type(String type, String encoding, String text) {
    byte[] body = "{\"method\": \"m\", \"_msg_id\": \"1\", \"_reply_q\": \"q\"}".getBytes(UTF_8);

    DecodeException failure = failure(new Message(body, type, encoding, Map.of()));

    assertThat(failure).hasMessage(text);
    assertThat(failure.messageId()).isEqualTo("1");
    assertThat(failure.replyQueue()).isEqualTo("q");
  }

  @Test
  void names_in_error_texts_are_short_and_on_one_line() {
    assertThat(failure(new Message(new byte[0], "a\nb\u0000" + "x".repeat(1000), null, Map.of())))
        .hasMessage("content type: a?b?" + "x".repeat(60) + "… (expected: application/json)");
  }

  @Test
  void kafkas_dialect_has_no_requests() {
    Codec kafka = new Codec(Dialect.OSLO_KAFKA, Optional.empty(), Limits.DEFAULT);

    assertThatThrownBy(() -> Messages.reply(kafka, envelope("{\"_msg_id\": \"m\"}")))
        .isInstanceOf(DecodeException.class)
        .hasMessage(
            "OSLO_KAFKA: no requests and replies (oslo.messaging has RPC on RabbitMQ only)");
  }

  private static DecodeException failure(Message message) {
    DecodeException failure =
        catchThrowableOfType(DecodeException.class, () -> CODEC.decodeRequest(message));
    assertThat(failure).isNotNull();
    return failure;
  }
}
