package dev.svar.internal.codec;

import static dev.svar.internal.codec.Messages.CODEC;
import static dev.svar.internal.codec.Messages.MESSAGE_ID;
import static dev.svar.internal.codec.Messages.PLAIN;
import static dev.svar.internal.codec.Messages.UNIQUE_ID;
import static dev.svar.internal.codec.Messages.envelope;
import static dev.svar.internal.codec.Messages.inner;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.svar.RemoteException.Failure;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Failures in replies, there and back (T13 and T14 of the upstream suite, as far as text goes). */
final class FailuresTest {

  @Test
  void a_captured_failure_is_read() throws Exception {
    Failure failure =
        read(
            """
            {"class": "MyErr", "module": "__main__", "message": "my message",
             "tb": ["Traceback (most recent call last):\\n", "MyErr: my message\\n"],
             "args": ["my message", null, 2], "kwargs": {"who": "bob", "x": null}}""");

    assertThat(failure.type()).isEqualTo("MyErr");
    assertThat(failure.module()).isEqualTo("__main__");
    assertThat(failure.message()).isEqualTo("my message");
    assertThat(failure.traceback())
        .containsExactly("Traceback (most recent call last):\n", "MyErr: my message\n");
    assertThat(failure.args()).containsExactly("my message", null, 2);
    assertThat(failure.kwargs()).containsEntry("who", "bob").containsEntry("x", null).hasSize(2);
  }

  @Test
  void what_a_failure_may_leave_out_is_empty() throws Exception {
    assertThat(read("{\"class\": \"E\"}"))
        .isEqualTo(new Failure("E", null, "", List.of(), List.of(), Map.of()));
  }

  @Test
  void parts_of_wrong_types_are_kept_as_text_or_left_out() throws Exception {
    assertThat(
            read(
                """
                {"class": "E", "module": 5, "message": ["a", 1], "tb": "one line", "args": "x",
                 "kwargs": [1]}"""))
        .isEqualTo(new Failure("E", null, "[a, 1]", List.of("one line"), List.of(), Map.of()));
    assertThat(read("{\"class\": \"E\", \"tb\": [1, null]}").traceback())
        .containsExactly("1", "null");
  }

  @Test
  void python_2_called_builtins_exceptions() throws Exception {
    assertThat(read("{\"class\": \"ValueError\", \"module\": \"exceptions\"}").qualifiedName())
        .isEqualTo("builtins.ValueError");
  }

  @Test
  void a_failure_that_is_a_map_and_not_text_is_read_too() throws Exception {
    assertThat(
            Messages.reply(
                    CODEC,
                    envelope(
                        "{\"_msg_id\": \"1\", \"failure\": {\"class\": \"E\", \"message\": \"m\"}}"))
                .failure())
        .isEqualTo(new Failure("E", null, "m", List.of(), List.of(), Map.of()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "\"\"", "false", "0", "0.0", "[]", "{}"})
  void what_python_holds_for_false_is_no_failure(String json) throws Exception {
    assertThat(
            Messages.reply(CODEC, envelope("{\"_msg_id\": \"1\", \"failure\": " + json + "}"))
                .failure())
        .isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"disk {full\"        | disk {full",
        "\"{\\\"class\\\": 1\" | {\"class\": 1",
        "\"[1]\"               | [1]",
        "\"\\\"quoted\\\"\"    | \"quoted\"",
        "\"null\"              | null",
        "true                  | true",
        "[\"a\"]               | [a]",
        "12                    | 12",
      })
  void what_is_no_failure_of_oslo_messaging_is_kept_as_the_message_of_a_remote_error(
      String json, String message) throws Exception {
    assertThat(
            Messages.reply(CODEC, envelope("{\"_msg_id\": \"1\", \"failure\": " + json + "}"))
                .failure())
        .isEqualTo(
            new Failure(
                "RemoteError",
                "oslo_messaging.rpc.client",
                message,
                List.of(),
                List.of(),
                Map.of()));
  }

  @Test
  void a_failure_without_class_is_a_remote_error_too() throws Exception {
    assertThat(read("{\"module\": \"a\", \"message\": \"m\", \"tb\": [\"t\"]}"))
        .isEqualTo(
            new Failure(
                "RemoteError",
                "oslo_messaging.rpc.client",
                "m",
                List.of("t"),
                List.of(),
                Map.of()));
  }

  @Test
  void a_failure_nested_too_deep_is_kept_as_text() throws Exception {
    String deep = "{\"class\": \"E\", \"args\": " + Messages.nested(100_000) + "}";

    assertThat(read(deep).message()).isEqualTo(deep);
  }

  @Test
  void a_failure_arrives_as_it_was_sent() throws Exception {
    Failure failure =
        new Failure(
            "Err",
            "a.b",
            "\"é\" \uD83D\uDE00\n",
            List.of("x\n", "y"),
            Arrays.asList(1, null, List.of("z")),
            Map.of("k", Map.of("l", true)));

    assertThat(throughTheWire(failure)).isEqualTo(failure);
    assertThat(throughTheWire(new Failure("E", null, "", List.of(), List.of(), Map.of())))
        .isEqualTo(new Failure("E", null, "", List.of(), List.of(), Map.of()));
  }

  @Test
  void an_exception_that_passes_through_loses_the_marks_of_its_way() throws Exception {
    assertThat(throughTheWire(named("MyErr_Remote", "a.b_Remote")).qualifiedName())
        .isEqualTo("a.b.MyErr");
    assertThat(throughTheWire(named("MyErr_Remote", "a.b")).qualifiedName())
        .as("one of the two marks is a name")
        .isEqualTo("a.b.MyErr_Remote");
    assertThat(throughTheWire(named("MyErr", "a.b_Remote")).qualifiedName())
        .isEqualTo("a.b_Remote.MyErr");
    assertThat(throughTheWire(named("MyErr_Remote", null)).qualifiedName())
        .isEqualTo("MyErr_Remote");
  }

  @Test
  void args_that_cannot_be_written_are_named() {
    Failure failure = new Failure("E", "m", "", List.of(), List.of(1, Double.NaN), Map.of());

    assertThatThrownBy(() -> throughTheWire(failure))
        .isInstanceOf(EncodeException.class)
        .hasMessage("failure.args[1]: NaN (JSON has no such number)");
  }

  private static Failure named(String type, String module) {
    return new Failure(type, module, "", List.of(), List.of(), Map.of());
  }

  private static Failure throughTheWire(Failure failure) throws Exception {
    Reply reply = new Reply(MESSAGE_ID, UNIQUE_ID, null, failure, true);
    assertThat(PLAIN.readTree(inner(CODEC.encode(reply))).get("failure").isString()).isTrue();
    return Messages.reply(CODEC, CODEC.encode(reply)).failure();
  }

  private static Failure read(String text) throws Exception {
    return Messages.reply(
            CODEC,
            envelope("{\"_msg_id\": \"1\", \"failure\": " + PLAIN.writeValueAsString(text) + "}"))
        .failure();
  }
}
