package dev.svar.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class JsonLineTest {

  @Test
  void values_without_spaces() {
    assertThat(JsonLine.of(List.of(1, List.of(), Map.of(), Map.of("a", true), "x")))
        .isEqualTo("[1,[],{},{\"a\":true},\"x\"]");
    assertThat(JsonLine.of(Collections.singletonMap("a", null))).isEqualTo("{\"a\":null}");
    assertThat(JsonLine.of(null)).isEqualTo("null");
  }

  @Test
  void what_json_has_no_number_for_is_null() {
    assertThat(
            JsonLine.of(
                Arrays.asList(Double.NaN, Double.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY)))
        .isEqualTo("[null,null,null]");
  }

  @Test
  void numbers_of_any_size_are_exact() {
    assertThat(
            JsonLine.of(
                List.of(
                    new BigInteger("123456789012345678901234567890"),
                    new BigDecimal("0.1000000000000000000000000001"),
                    Long.MAX_VALUE)))
        .isEqualTo(
            "[123456789012345678901234567890,0.1000000000000000000000000001,9223372036854775807]");
  }

  @Test
  void floats_stay_floats_and_are_readable() {
    assertThat(JsonLine.of(List.of(1.0, -0.0, 1e10, 1763824605.123, 1e16, 1e-5, 1e-7)))
        .isEqualTo("[1.0,-0.0,10000000000.0,1763824605.123,1.0E16,0.00001,1.0E-7]");
  }

  @Test
  void half_a_character_is_escaped() {
    assertThat(JsonLine.of("a\ud83d")).isEqualTo("\"a\\ud83d\"");
    assertThat(JsonLine.of("\ude00\ud83d\ude00")).isEqualTo("\"\\ude00😀\"");
  }

  @Test
  void what_breaks_lines_or_steers_terminals_is_escaped() {
    assertThat(JsonLine.of("\u2028\u2029\u0085\u009b\u007f\u0000\u2066"))
        .isEqualTo("\"\\u2028\\u2029\\u0085\\u009b\\u007f\\u0000\\u2066\"");
  }
}
