package dev.svar.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Times as Python writes them. */
final class TimestampsTest {

  @ParameterizedTest
  @CsvSource({
    "2026-11-22T12:18:18.241531Z, 2026-11-22 12:18:18.241531",
    "2026-11-22T12:18:18.241531999Z, 2026-11-22 12:18:18.241531",
    "2026-11-22T12:18:18.000001Z, 2026-11-22 12:18:18.000001",
    "2026-11-22T12:18:18Z, 2026-11-22 12:18:18",
    "2026-11-22T12:18:18.000000400Z, 2026-11-22 12:18:18"
  })
  void a_time_has_six_digits_after_its_seconds_or_none(Instant time, String text) {
    assertThat(Timestamps.format(time)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-22 12:18:18.241531, 2026-11-22T12:18:18.241531Z",
    "2026-11-22 12:18:18, 2026-11-22T12:18:18Z",
    "2026-11-22T12:18:18, 2026-11-22T12:18:18Z",
    "2026-11-22T12:18:18.5Z, 2026-11-22T12:18:18.500Z",
    "2026-11-22T13:18:18+01:00, 2026-11-22T12:18:18Z"
  })
  void other_forms_are_read_too(String text, Instant time) {
    assertThat(Timestamps.parse(text)).contains(time);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "yesterday", "2026-13-01 00:00:00"})
  void what_is_no_time_is_none(String text) {
    assertThat(Timestamps.parse(text)).isEmpty();
  }

  @Test
  void what_is_missing_is_none() {
    assertThat(Timestamps.parse(null)).isEmpty();
  }
}
