package dev.svar.cli;

import static dev.svar.cli.Svar.svar;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HelpTest {

  @Test
  void without_a_command_it_is_shown_as_an_error() {
    Svar ran = svar();

    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).startsWith("Usage: svar [OPTION]... COMMAND").contains("Commands:\n");
  }

  @Test
  void asked_for_it_is_a_result() {
    Svar ran = svar("--help");

    assertThat(ran.code()).isZero();
    assertThat(ran.out()).isEqualTo(svar().err());
    assertThat(ran.err()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"demo", "serve", "call", "multicall", "cast", "ping", "notify", "listen"})
  void each_command_shows_options_exit_codes_and_examples(String command) {
    Svar ran = svar(command, "--help");

    assertThat(ran.code()).isZero();
    assertThat(ran.out())
        .contains("Usage: svar " + command + " [OPTION]...")
        .contains("Options of every command, before or after its name:\n      --url=URL")
        .contains("Exit codes:\n  0     done\n")
        .contains("  5     the broker could not be reached, or did not take the message\n")
        .contains("Examples:\n  svar ");
    assertThat(ran.out().lines()).allMatch(line -> line.length() <= 100);
  }

  @Test
  void the_version_is_one_line() {
    assertThat(svar("--version").out()).matches("svar \\S.*, Java \\S+\n");
  }
}
