package dev.svar.internal.codec;

import static dev.svar.internal.codec.Messages.CODEC;
import static dev.svar.internal.codec.Messages.UNIQUE_ID;
import static dev.svar.internal.codec.Messages.codec;
import static dev.svar.internal.codec.Messages.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.svar.driver.Message;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Messages that are no requests: any keys, with and without an envelope. */
final class MapsTest {
  private static final Map<String, Object> EVENT = event();

  private static Map<String, Object> event() {
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("event_type", "e");
    event.put("payload", Map.of("name", "\"hé\""));
    return event;
  }

  @Test
  void a_bare_map_has_its_own_keys_then_its_id_then_its_context() throws Exception {
    Message message = CODEC.encodeMap(EVENT, Map.of("user", "u"), () -> UNIQUE_ID, false);

    assertThat(text(message))
        .isEqualTo(
            """
            {"event_type":"e","payload":{"name":"\\"h\\u00e9\\""},\
            "_unique_id":"aa9356aa41e84cb591933b10e96f9a33","_context_user":"u"}""");
    assertThat(message.contentType()).isEqualTo("application/json");
  }

  @Test
  void in_an_envelope_it_is_text() throws Exception {
    Message message = CODEC.encodeMap(EVENT, Map.of("user", "u"), () -> UNIQUE_ID, true);

    assertThat(text(message))
        .isEqualTo(
            """
            {"oslo.version": "2.0", "oslo.message": "{\\"event_type\\":\\"e\\",\\"payload\\":\
            {\\"name\\":\\"\\\\\\"h\\\\u00e9\\\\\\"\\"},\
            \\"_unique_id\\":\\"aa9356aa41e84cb591933b10e96f9a33\\",\\"_context_user\\":\\"u\\"}"}""");
  }

  @Test
  void both_are_read_with_every_key() throws Exception {
    for (boolean envelope : List.of(false, true)) {
      Map<String, Object> read =
          CODEC.decodeMap(CODEC.encodeMap(EVENT, Map.of("user", "u"), () -> UNIQUE_ID, envelope));

      assertThat(read)
          .containsExactly(
              Map.entry("event_type", "e"),
              Map.entry("payload", Map.of("name", "\"hé\"")),
              Map.entry("_unique_id", UNIQUE_ID),
              Map.entry("_context_user", "u"));
    }
  }

  @Test
  void a_bare_map_of_exactly_the_limit_is_sent_and_one_byte_more_is_not() throws Exception {
    int length = CODEC.encodeMap(EVENT, Map.of(), () -> UNIQUE_ID, false).size();

    assertThat(
            codec(new Limits(length, 10, 10))
                .encodeMap(EVENT, Map.of(), () -> UNIQUE_ID, false)
                .size())
        .isEqualTo(length);
    assertThatThrownBy(
            () ->
                codec(new Limits(length - 1, 10, 10))
                    .encodeMap(EVENT, Map.of(), () -> UNIQUE_ID, false))
        .isInstanceOf(EncodeException.class)
        .hasMessage("message: " + length + " bytes (limit: " + (length - 1) + " bytes)");
  }

  @Test
  void what_is_no_map_is_refused() {
    assertThatThrownBy(() -> CODEC.decodeMap(Message.of("[1, 2]")))
        .isInstanceOf(DecodeException.class)
        .hasMessage("body: a list (expected: a map)");
  }
}
