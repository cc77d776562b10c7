package dev.svar.classic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which version serves which, number by number. */
final class VersionsTest {

  @ParameterizedTest
  @CsvSource({
    "1.23,    1.23,    true", // the same
    "1.24,    1.23,    true", // a newer minor
    "1.22,    1.23,    false", // an older minor
    "1.23,    2.23,    false", // another major
    "2.23,    1.23,    false",
    "1.23,    1.23.1,  false", // an older revision
    "1.24,    1.23.1,  true", // a newer minor counts more than a revision
    "1.23.2,  1.23.1,  true", // a newer revision
    "1.22.1,  1.23.1,  false", // an older minor with a revision
    "1.23.0,  1.23,    true", // no revision is zero
    "1.10,    1.9,     true", // numbers, not text
    "1,       1.0,     true",
    "1.2.3.4, 1.2.3.4, true",
    "1.2.3.4, 1.2.3.5, false",
  })
  void of_the_same_major_and_nothing_newer(
      String implemented, String requested, boolean compatible) {
    assertThat(Versions.compatible(implemented, requested)).isEqualTo(compatible);
  }

  @Test
  void a_version_without_a_minor_is_sent_with_one() {
    assertThat(Versions.complete("2")).isEqualTo("2.0");
    assertThat(Versions.complete("2.1")).isEqualTo("2.1");
  }

  @Test
  void what_is_no_version_is_refused() {
    assertThatThrownBy(() -> Versions.compatible("1.0", "1.x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("version: \"1.x\" (expected: numbers with dots, such as \"1.2\")");
  }
}
