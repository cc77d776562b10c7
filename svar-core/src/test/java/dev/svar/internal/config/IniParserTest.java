package dev.svar.internal.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.svar.ConfigurationException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class IniParserTest {

  static Stream<Arguments> lines_and_the_value_of_a() {
    return Stream.of(
        arguments("a=1", "1"),
        arguments("a = 1 ", "1"),
        arguments("a:1=2", "1=2"),
        arguments("a=1:2", "1:2"),
        arguments("a=", ""),
        arguments("a=1 # no comment", "1 # no comment"),
        arguments("a=#x", "#x"),
        arguments("a=1;2", "1;2"),
        arguments("a=\"1 \"", "1 "),
        arguments("a='1 '", "1 "),
        arguments("a=\"", ""),
        arguments("a=\"1'", "\"1'"),
        arguments("a=\"1\", \"2\"", "1\", \"2"),
        arguments("a=1\n  2\n\t3", "1\n2\n3"),
        arguments("a=\n  2", "\n2"),
        arguments("a=\"1\n  2\"", "\"1\n2\""),
        arguments("a=1\n  # 2", "1\n# 2"),
        arguments("a=1\n [b]", "1\n[b]"),
        arguments("a=1\r\n b\r\n", "1\nb"),
        arguments("a=1\fb", "1\fb"),
        arguments("a=\u00a01\u00a0", "1"),
        arguments("\u000ba=1", "1"));
  }

  @ParameterizedTest
  @MethodSource("lines_and_the_value_of_a")
  void a_value_is_what_follows_the_first_equals_or_colon(String lines, String value) {
    assertThat(parse("[DEFAULT]\n" + lines))
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.name()).isEqualTo(new Name("DEFAULT", "a"));
              assertThat(entry.text()).isEqualTo(value);
              assertThat(entry).hasToString("x.conf:2: [DEFAULT] a");
            });
  }

  @Test
  void comments_and_blank_lines_say_nothing() {
    assertThat(parse("# a=1\n\n;b=2\n[DEFAULT]\n#c=3\n   \n")).isEmpty();
  }

  @Test
  void every_entry_knows_its_group_and_line() {
    assertThat(parse("[DEFAULT]\na=1\n\na=2\n[G]\n# x\nb=3\n  4\n[DEFAULT]\na=5\n"))
        .extracting(Entry::toString, Entry::text)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("x.conf:2: [DEFAULT] a", "1"),
            org.assertj.core.groups.Tuple.tuple("x.conf:4: [DEFAULT] a", "2"),
            org.assertj.core.groups.Tuple.tuple("x.conf:7: [g] b", "3\n4"),
            org.assertj.core.groups.Tuple.tuple("x.conf:10: [DEFAULT] a", "5"));
  }

  @Test
  void case_counts_in_keys_and_in_default_only() {
    assertThat(parse("[Group]\nKey=1\n[default]\nkey=2\n[ g ]\nx=3"))
        .extracting(Entry::name)
        .containsExactly(
            new Name("group", "Key"), new Name("default", "key"), new Name(" g ", "x"));
  }

  static Stream<Arguments> wrong_texts() {
    String continued =
        "an indented line that continues no value (expected: a key at the start of the line)";
    String group =
        "a group without a name or without its ] (expected: [group], and nothing after it)";
    String assignment = "neither = nor : in the line (expected: key = value, [group] or # comment)";
    return Stream.of(
        arguments("[DEFAULT]\n  a=1", 2, continued),
        arguments("[DEFAULT]\na=1\n\n  2", 4, continued),
        arguments("[DEFAULT]\na=1\n  \n  2", 4, continued),
        arguments("[DEFAULT]\na=1\n# x\n  2", 4, continued),
        arguments("[x\n", 1, group),
        arguments("[\n", 1, group),
        arguments("[]\n", 1, group),
        arguments("[DEFAULT] # x\n", 1, group),
        arguments("[DEFAULT]\ngeheim", 2, assignment),
        arguments("[DEFAULT]\n=1", 2, "no key before the = (expected: key = value)"),
        arguments("[DEFAULT]\n:1=2", 2, "no key before the : (expected: key = value)"),
        arguments(
            "a=1\n",
            1,
            "a key before the first group (expected: [DEFAULT] or another group above it)"));
  }

  @ParameterizedTest
  @MethodSource("wrong_texts")
  void a_wrong_line_is_refused_by_its_number(String text, int line, String what) {
    assertThatThrownBy(() -> parse(text))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("x.conf:" + line + ": " + what);
  }

  private static List<Entry> parse(String text) {
    return IniParser.parse("x.conf", text);
  }
}
