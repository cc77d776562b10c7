package dev.svar.routing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Python's fnmatchcase says of the same. */
final class ShellPatternTest {

  @ParameterizedTest
  @CsvSource({
    "foo.*, foo.bar, true",
    "foo.*, foo., true",
    "foo.*, foo, false",
    "*, anything at all, true",
    "compute.?, compute.a, true",
    "compute.?, compute.ab, false",
    "[ab]x, ax, true",
    "[ab]x, cx, false",
    "[!ab]x, cx, true",
    "[!ab]x, ax, false",
    "[a-c]x, bx, true",
    "[]]x, ]x, true",
    "[x, [x, true",
    "Compute, compute, false",
    "a.b, aXb, false",
    "a+b(c), a+b(c), true",
    "[^a], ^, true",
    "[^a], b, false"
  })
  void all_of_a_text_must_match(String pattern, String text, boolean matches) {
    assertThat(new ShellPattern(pattern).matches(text)).isEqualTo(matches);
  }
}
