package dev.svar.internal.codec;

import static dev.svar.internal.codec.Messages.CODEC;
import static dev.svar.internal.codec.Messages.envelope;
import static dev.svar.internal.codec.Messages.nested;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.svar.TypeRef;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Values of messages, read as the types that endpoints and callers ask for. */
final class JsonTest {

  enum Power {
    ON,
    OFF
  }

  record Volume(String name, int size, List<Long> sizes, Optional<Power> power) {
    Volume {
      if (size < 0) {
        throw new IllegalArgumentException("size: " + size);
      }
    }
  }

  record Chain(Chain next) {}

  interface Shape {}

  @Test
  void a_record_with_all_its_parts() throws Exception {
    assertThat(
            arg("""
                    {"name": "v", "size": 3, "sizes": [1, 4294967296], "power": "OFF"}""")
                .as(Volume.class))
        .isEqualTo(new Volume("v", 3, List.of(1L, 1L << 32), Optional.of(Power.OFF)));
  }

  @Test
  void names_that_a_record_does_not_have_are_left_alone_and_missing_ones_null() throws Exception {
    assertThat(arg("{\"size\": 3, \"new\": {\"in\": [\"version 2\"]}}").as(Volume.class))
        .isEqualTo(new Volume(null, 3, null, Optional.empty()));
  }

  @Test
  void types_with_parameters() throws Exception {
    Type type = new TypeRef<Map<Integer, List<Volume>>>() {}.type();

    assertThat(arg("{\"7\": [{\"size\": 1}]}").as(type))
        .isEqualTo(Map.of(7, List.of(new Volume(null, 1, null, Optional.empty()))));
  }

  @Test
  void scalars_of_many_types() throws Exception {
    assertThat(arg("1").as(int.class)).isEqualTo(1);
    assertThat(arg("1").as(Long.class)).isEqualTo(1L);
    assertThat(arg("1").as(double.class)).isEqualTo(1.0);
    assertThat(arg("1180591620717411303424").as(BigInteger.class))
        .isEqualTo(BigInteger.TWO.pow(70));
    assertThat(arg("1.10").as(BigDecimal.class)).isEqualTo(new BigDecimal("1.10"));
    assertThat(arg("1").as(BigDecimal.class)).isEqualTo(BigDecimal.ONE);
    assertThat(arg("1").as(float.class)).isEqualTo(1.0f);
    assertThat(arg("\"PT1M\"").as(Duration.class)).isEqualTo(Duration.ofMinutes(1));
    assertThat(arg("NaN").as(double.class)).isEqualTo(Double.NaN);
    assertThat(arg("true").as(boolean.class)).isEqualTo(true);
    assertThat(arg("\"ON\"").as(Power.class)).isEqualTo(Power.ON);
    assertThat(arg("\"2026-11-22T12:00:00Z\"").as(Instant.class))
        .isEqualTo(Instant.parse("2026-11-22T12:00:00Z"));
    assertThat(arg("\"1920-02-03T04:05:06.000007\"").as(LocalDateTime.class))
        .isEqualTo(LocalDateTime.of(1920, 2, 3, 4, 5, 6, 7_000));
    assertThat(arg("\"AQL/\"").as(byte[].class)).isEqualTo(new byte[] {1, 2, (byte) 0xff});
    assertThat(arg("\"8cb7bfbb-2b32-4d7b-9adc-57793854c1cd\"").as(UUID.class))
        .isEqualTo(UUID.fromString("8cb7bfbb-2b32-4d7b-9adc-57793854c1cd"));
    assertThat(arg("{\"a\": [1]}").as(JsonNode.class)).hasToString("{\"a\":[1]}");
  }

  @Test
  void null_is_null_for_what_may_be_null() throws Exception {
    assertThat(arg("null").as(Volume.class)).isNull();
    assertThat(arg("null").as(Object.class)).isNull();
    assertThat(arg("null").as(Optional.class)).isEqualTo(Optional.empty());
    assertThat(arg("null").isNull()).isTrue();
    assertThat(arg("0").isNull()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"size\": \"secret\"}       | args.a.size: text (expected: int)",
        "{\"size\": \"12\"}           | args.a.size: text (expected: int)",
        "{\"size\": 1.5}              | args.a.size: a number with a fraction (expected: int)",
        "{\"size\": null}             | args.a.size: null (expected: int)",
        "{\"size\": true}             | args.a.size: a boolean (expected: int)",
        "{\"size\": [1]}              | args.a.size: a list (expected: int)",
        "{\"size\": 5000000000}       | args.a.size: a whole number (expected: int)",
        "{\"name\": {}}               | args.a.name: a map (expected: java.lang.String)",
        "{\"name\": 5}                | args.a.name: a whole number (expected: java.lang.String)",
        "{\"name\": true}             | args.a.name: a boolean (expected: java.lang.String)",
        "{\"sizes\": [1, {}]}         | args.a.sizes[1]: a map (expected: java.lang.Long)",
        "{\"sizes\": \"secret\"}      | args.a.sizes: text (expected: java.util.ArrayList)",
        "{\"power\": \"secret\"}      | args.a.power: other text (expected: dev.svar.internal.codec.JsonTest$Power)",
        "{\"power\": 0}               | args.a.power: a whole number (expected: dev.svar.internal.codec.JsonTest$Power)",
        "\"secret\"                   | args.a: text (expected: dev.svar.internal.codec.JsonTest$Volume)",
        "[]                           | args.a: a list (expected: dev.svar.internal.codec.JsonTest$Volume)",
      })
  void what_does_not_fit_is_named_with_its_path_and_not_quoted(String json, String text) {
    assertThatThrownBy(() -> arg(json).as(Volume.class))
        .isInstanceOf(DecodeException.class)
        .hasMessage(text)
        .hasNoCause();
  }

  @Test
  void what_does_not_fit_at_all() {
    fails("\"secret\"", Instant.class, "args.a: other text (expected: java.time.Instant)");
    fails("null", int.class, "args.a: null (expected: int)");
    fails("\"\"", int.class, "args.a: text (expected: int)");
    fails("1", String.class, "args.a: a whole number (expected: java.lang.String)");
    fails("1", boolean.class, "args.a: a whole number (expected: boolean)");
    fails(
        "{\"x\": 1}",
        new TypeRef<Map<Integer, Integer>>() {}.type(),
        "args.a: a key (expected: java.lang.Integer)");
    fails(
        "{}",
        Shape.class,
        "args.a: dev.svar.internal.codec.JsonTest$Shape cannot be made from JSON");
  }

  @Test
  void what_a_constructor_refuses_comes_with_its_reason_as_the_cause() {
    assertThatThrownBy(() -> arg("{\"size\": -1}").as(Volume.class))
        .isInstanceOf(DecodeException.class)
        .hasMessage(
            "args.a: cannot be made a dev.svar.internal.codec.JsonTest$Volume: its code threw"
                + " java.lang.IllegalArgumentException")
        .hasCauseInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_thousand_levels_are_read_on_a_thread_like_any_other() throws Exception {
    Json json = arg(nested(1_000));

    assertThat(depth(json.value())).isEqualTo(1_000);
    assertThat(depth(json.as(Object.class))).isEqualTo(1_000);
    assertThat(depth(json.as(List.class))).isEqualTo(1_000);
    assertThat(depth(json.as(Collection.class))).isEqualTo(1_000);
    assertThat(arg("{\"a\":".repeat(1_000) + "1" + "}".repeat(1_000)).as(Map.class))
        .isInstanceOf(LinkedHashMap.class);
    assertThat(arg("{\"next\":".repeat(200) + "null" + "}".repeat(200)).as(Chain.class))
        .as("records need more of the stack")
        .isInstanceOf(Chain.class);
  }

  @Test
  void a_thousand_levels_are_written_on_a_thread_like_any_other() throws Exception {
    Object list = 0;
    Object map = 0;
    for (int i = 0; i < 1_000; i++) {
      list = List.of(list);
      map = Map.of("a", map);
    }

    assertThat(Messages.sent(list)).isEqualTo(list);
    assertThat(Messages.sent(map)).isEqualTo(map);
    Object tooDeep = List.of(list);
    assertThatThrownBy(() -> Messages.sent(tooDeep))
        .isInstanceOf(EncodeException.class)
        .hasMessageContaining("nested deeper than 1000 levels");
  }

  private static int depth(Object value) {
    int depth = 0;
    for (Object at = value; at instanceof List<?> list; at = list.get(0)) {
      depth++;
    }
    return depth;
  }

  @Test
  void every_reading_makes_a_value_of_its_own() throws Exception {
    Json json = arg("{\"a\": 1}");

    assertThat(json.value()).isEqualTo(json.value()).isNotSameAs(json.value());
    assertThat(json.value()).isInstanceOf(LinkedHashMap.class);
  }

  @Test
  void its_text_form_has_no_content() throws Exception {
    assertThat(arg("\"secret\"")).hasToString("args.a: 8 characters");
  }

  private static void fails(String json, Type type, String text) {
    assertThatThrownBy(() -> arg(json).as(type))
        .isInstanceOf(DecodeException.class)
        .hasMessage(text);
  }

  private static Json arg(String json) throws DecodeException {
    return CODEC
        .decodeRequest(
            envelope("{\"method\": \"m\", \"args\": {\"x\": 1, \"a\": " + json + " , \"b\": 2}}"))
        .args()
        .get("a");
  }
}
