package dev.svar.internal.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.svar.ConfigurationException;
import dev.svar.driver.Option;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ReferencesTest {
  private static final OptionGroup KNOWN =
      new OptionGroup(
          "g",
          List.of(
              Option.integer("timeout", 0, 99).orElse(60),
              Option.list("topics").orElse(List.of("x", "y")),
              Option.text("unset"),
              Option.text("renamed").formerly("old")),
          Map.of());

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "x$b y, xB y",
        "x${b}y, xBy",
        "$b-c, B-c",
        "$bé, Bé",
        "$g.c, C",
        "${g.c}.x, C.x",
        "$DEFAULT.b, B",
        "$chain, B",
        "$$b, $b",
        "\\$b, $b",
        "\\\\$b, \\$b",
        "$$$b, $B",
        "$escaped, $b",
        "x$ y$1 ${ ${b $, x$ y$1 ${ ${b $",
        "${$b}, ${B}",
        "$g.timeout, 60",
        "$g.topics, `x,y`",
        "<$g.unset>, <>",
        "$g.old, R",
        "$multi, 2",
      })
  void references_are_replaced(String text, String expected) {
    assertThat(resolve("DEFAULT", text)).isEqualTo(expected);
  }

  @Test
  void a_name_without_a_group_is_looked_up_in_the_same_group_first() {
    assertThat(resolve("g", "$c $b")).isEqualTo("C B");
    assertThat(resolve("h", "$c $b")).isEqualTo("H B");
  }

  @Test
  void a_former_name_in_another_group_is_looked_up_from_where_the_option_is_now() {
    ConfigFiles files = ConfigFiles.of(Map.of("x", "[DEFAULT]\nold=$c\nc=D\n[g]\nc=C\n"));
    Entry old = files.find(List.of(new Name("DEFAULT", "old")), false).get(0);

    assertThat(new References(files, List.of()).resolve("g", old)).isEqualTo("C");
  }

  @Test
  void a_known_option_of_the_group_hides_the_default_group_even_if_unset() {
    assertThat(resolve("g", "<$unset>")).isEqualTo("<>");
    assertThat(resolve("h", "<$unset>")).isEqualTo("<D>");
  }

  @ParameterizedTest
  @ValueSource(strings = {"nothing", "B", "g.nothing", "nogroup.b", "b."})
  void a_reference_to_nothing_is_refused(String reference) {
    assertThatThrownBy(() -> resolve("DEFAULT", "$" + reference))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "x.conf:18: [DEFAULT] a has $"
                + reference
                + ", but no file has that option (expected: one that is there, or $$ for a dollar"
                + " sign)");
  }

  @Test
  void what_may_be_part_of_a_password_is_not_shown() {
    assertThatThrownBy(
            () ->
                new References(ConfigFiles.of(Map.of()), List.of())
                    .resolve(
                        "DEFAULT",
                        new Entry(new Name("DEFAULT", "transport_url"), "$geheim", "x", 1)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "x:1: [DEFAULT] transport_url has a reference, but no file has that option (expected:"
                + " one that is there, or $$ for a dollar sign)");
  }

  @Test
  void a_cycle_is_refused() {
    assertThatThrownBy(() -> resolve("DEFAULT", "$a"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "x.conf:18: [DEFAULT] a refers to itself through [DEFAULT] a (expected: an end)");
    assertThatThrownBy(() -> resolve("DEFAULT", "$one"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "x.conf:7: [DEFAULT] one refers to itself through [DEFAULT] one, [DEFAULT] two"
                + " (expected: an end)");
  }

  private static String resolve(String group, String text) {
    String file =
        """
        [DEFAULT]
        b = B
        chain = $link
        link = ${b}
        escaped = $$b
        unset = D
        one = $two
        two = $one
        multi = 1
        multi = 2
        [g]
        c = C
        old = R
        [h]
        c = H

        """;
    ConfigFiles files =
        ConfigFiles.of(Map.of("x.conf", file + "[" + group + "]\na = " + text + "\n"));
    Entry entry = files.find(List.of(new Name(group, "a")), false).get(0);
    return new References(files, List.of(KNOWN)).resolve(group, entry);
  }
}
