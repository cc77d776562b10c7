package dev.svar.cli;

import static dev.svar.cli.Svar.svar;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the commands do where no broker listens. */
final class UnreachableTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "demo",
        "serve t --server s",
        "call t m",
        "multicall t m",
        "cast t m",
        "cast t m --fanout",
        "ping t",
        "notify e",
        "listen",
        "listen --take"
      })
  void it_is_exit_code_5_and_one_line(String command) {
    Svar ran = svar((command + " --url rabbit://user:secret@127.0.0.1:1/").split(" ", -1));

    assertThat(ran.code()).isEqualTo(5);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err())
        .startsWith("svar: Connecting to rabbit://user:***@127.0.0.1:1/ failed: ")
        .contains("Connection refused. Check host and port of the transport URL")
        .hasLineCount(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"call t m", "multicall t m", "ping t", "notify e", "listen"})
  void for_scripts_it_is_one_object(String command) {
    Svar ran =
        svar(
            Stream.concat(
                    Stream.of("-o", "json", "--url", "rabbit://127.0.0.1:1/"),
                    Stream.of(command.split(" ", -1)))
                .toArray(String[]::new));

    assertThat(ran.code()).isEqualTo(5);
    assertThat(ran.out())
        .startsWith("{\"error\":{\"kind\":\"broker\",\"class\":null,\"module\":null,\"message\":\"")
        .endsWith(",\"traceback\":[]}}\n")
        .hasLineCount(1);
  }

  @Test
  void a_client_that_tries_for_ever_is_given_up_after_the_timeout() {
    Svar ran = svar("notify", "e", "--url", "kafka://127.0.0.1:1/", "--timeout", "0.2");

    assertThat(ran.code()).isEqualTo(5);
    assertThat(ran.err())
        .isEqualTo(
            "svar: Connecting to kafka://127.0.0.1:1/ took longer than 200 ms: check host and port"
                + " of the URL, and that a message broker runs there\n");
  }
}
