package dev.svar.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class OptionTest {

  @Test
  void a_whole_number_is_read_within_its_limits() {
    Option<Integer> option = Option.integer("rate", 1, 5);

    assertThat(option.read(" 5 ")).isEqualTo(5);
    assertThatThrownBy(() -> option.read("6"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("rate: \"6\" (expected: a whole number from 1 to 5)");
    assertThatThrownBy(() -> option.read(""))
        .hasMessage("rate: \"\" (expected: a whole number from 1 to 5)");
    assertThatThrownBy(() -> Option.integer("rate", 0, Integer.MAX_VALUE).read("-1"))
        .hasMessage("rate: \"-1\" (expected: a whole number, 0 or more)");
  }

  @Test
  void a_number_is_read_within_its_limits() {
    Option<Double> option = Option.number("delay", 0, 4.5);

    assertThat(option.read("1e0")).isEqualTo(1.0);
    assertThatThrownBy(() -> option.read("4.6"))
        .hasMessage("delay: \"4.6\" (expected: a number from 0.0 to 4.5)");
    assertThatThrownBy(() -> option.read("NaN"))
        .hasMessage("delay: \"NaN\" (expected: a number from 0.0 to 4.5)");
  }

  @ParameterizedTest
  @CsvSource({
    "true,true",
    "1,true",
    "On,true",
    "YES,true",
    "False,false",
    "0,false",
    "off,false",
    "no,false"
  })
  void a_bool_has_eight_words(String text, boolean expected) {
    assertThat(Option.bool("ssl").read(text)).isEqualTo(expected);
  }

  @Test
  void no_other_word_is_a_bool() {
    assertThatThrownBy(() -> Option.bool("ssl").read("y"))
        .hasMessage("ssl: \"y\" (expected: true or false)");
  }

  @Test
  void a_choice_is_given_as_it_is_spelt_in_the_list() {
    Option<String> option = Option.choice("method", "PLAIN", "AMQPLAIN");

    assertThat(option.read("plain")).isEqualTo("PLAIN");
    assertThatThrownBy(() -> option.read("x"))
        .hasMessage("method: \"x\" (expected: one of PLAIN, AMQPLAIN)");
  }

  @Test
  void a_list_is_separated_by_commas() {
    assertThat(Option.list("l").read("a, b,,c,\n")).containsExactly("a", "b", "c");
    assertThat(Option.list("l").read("")).isEmpty();
  }

  @Test
  void a_dict_has_pairs_separated_by_commas() {
    assertThat(Option.dict("d").read("x:1, y : 2:3,")).isEqualTo(Map.of("x", "1", "y", "2:3"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "x:1,y", ":1", "x:1,x:2"})
  void a_dict_has_each_key_once(String text) {
    assertThatThrownBy(() -> Option.dict("d").read(text))
        .hasMessage(
            "d: \"" + text + "\" (expected: key:value pairs separated by commas, each key once)");
  }

  @Test
  void of_several_texts_the_last_counts_unless_the_option_is_repeatable() {
    assertThat(Option.text("t").readAll(List.of("a", "b"))).isEqualTo("b");
    assertThat(Option.multi("m").readAll(List.of("a", "b"))).containsExactly("a", "b");
    assertThat(Option.multi("m").repeatable()).isTrue();
    assertThat(Option.list("l").repeatable()).isFalse();
  }

  @Test
  void code_gives_the_value_itself_or_its_text() {
    assertThat(Option.integer("i", 0, 9).convert(5)).isEqualTo(5);
    assertThat(Option.integer("i", 0, 9).convert(5L)).isEqualTo(5);
    assertThat(Option.integer("i", 0, 9).convert("5")).isEqualTo(5);
    assertThat(Option.number("n", 0, 9).convert(5)).isEqualTo(5.0);
    assertThat(Option.bool("b").convert(true)).isTrue();
    assertThat(Option.text("t").convert(Path.of("a"))).isEqualTo("a");
    assertThat(Option.list("l").convert(List.of("a,b", "c"))).containsExactly("a,b", "c");
    assertThat(Option.list("l").convert("a,b")).containsExactly("a", "b");
    assertThat(Option.multi("m").convert(Set.of("a,b"))).containsExactly("a,b");
    assertThat(Option.dict("d").convert(Map.of("x", 1))).isEqualTo(Map.of("x", "1"));
  }

  @Test
  void code_is_told_what_is_expected() {
    assertThatThrownBy(() -> Option.integer("i", 0, 9).convert(5.5))
        .hasMessage("i: \"5.5\" (expected: a whole number from 0 to 9)");
    assertThatThrownBy(() -> Option.text("t").convert(List.of("a")))
        .hasMessage("t: \"[a]\" (expected: text)");
    assertThatThrownBy(() -> Option.text("t").convert(new String[] {"a"}))
        .hasMessage("t: \"[a]\" (expected: text)");
    assertThatThrownBy(() -> Option.bool("b").convert(List.of(true)))
        .hasMessage("b: \"[true]\" (expected: true or false)");
  }

  @Test
  void a_secret_is_never_shown() {
    assertThatThrownBy(() -> Option.integer("key_password", 0, 9).read("geheim"))
        .hasMessage("key_password: *** (expected: a whole number from 0 to 9)")
        .hasNoCause();
    assertThat(Option.text("client_secret").secret()).isTrue();
    assertThat(Option.text("transport_url").secret()).isTrue();
    assertThat(Option.text("ssl_key_file").secret()).isFalse();
  }

  @Test
  void default_and_older_names_are_kept_together() {
    Option<Integer> option = Option.integer("i", 0, 9).formerly("a", "g.b").orElse(3);

    assertThat(option.fallback()).isEqualTo(3);
    assertThat(option.deprecatedNames()).containsExactly("a", "g.b");
    assertThat(option).hasToString("i");
  }
}
