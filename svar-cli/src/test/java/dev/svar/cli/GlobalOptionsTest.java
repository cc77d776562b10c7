package dev.svar.cli;

import static dev.svar.cli.Svar.svar;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GlobalOptionsTest {
  private static final String URL = "memory://global-options-test";
  private static Serving serving;

  @BeforeAll
  static void serve() throws InterruptedException {
    serving = Serving.serve(URL, "test", "--server", "one", "--exchange", "lab");
  }

  @AfterAll
  static void stop() {
    serving.close();
  }

  @Test
  void they_are_read_before_the_command() {
    assertThat(svar("--url", URL, "--exchange", "lab", "-o", "json", "call", "test", "echo").out())
        .startsWith("{\"result\":{},");
  }

  @Test
  void they_are_read_after_the_command() {
    assertThat(svar("call", "test", "--url", URL, "echo", "-ojson", "--exchange=lab").out())
        .startsWith("{\"result\":{},");
  }

  @Test
  void the_later_wins() {
    assertThat(
            svar(
                "--url",
                "memory://x",
                "-o",
                "json",
                "call",
                "test",
                "echo",
                "--url",
                URL,
                "-o",
                "text",
                "--exchange",
                "lab"))
        .isEqualTo(new Svar(0, "{}\n", ""));
  }

  @Test
  void the_exchange_matters() {
    assertThat(svar("call", "test", "echo", "--url", URL).code()).isEqualTo(4);
  }

  @Test
  void the_url_may_come_from_the_environment() {
    assertThat(
            svar(Map.of("SVAR_URL", URL), "", "call", "test", "echo", "--exchange", "lab").code())
        .isZero();
  }

  @Test
  void url_exchange_and_timeout_may_come_from_files(@TempDir Path directory) throws Exception {
    Path first =
        Files.writeString(
            directory.resolve("first.conf"),
            "[DEFAULT]\ntransport_url = memory://x\ncontrol_exchange = lab\n");
    Path second =
        Files.writeString(
            directory.resolve("second.conf"),
            "[DEFAULT]\ntransport_url = " + URL + "\nrpc_response_timeout = 1\n");
    Map<String, String> environment = Map.of("SVAR_URL", "memory://not-this");

    assertThat(
            svar(
                environment,
                "",
                "--config-file",
                first.toString(),
                "call",
                "test",
                "echo",
                "--config-file",
                second.toString()))
        .isEqualTo(new Svar(0, "{}\n", ""));
    assertThat(
            svar(
                    environment,
                    "",
                    "call",
                    "test",
                    "sleep",
                    "seconds:=2",
                    "--config-file",
                    first.toString(),
                    "--config-file",
                    second.toString())
                .code())
        .isEqualTo(3);
  }

  @Test
  void a_url_typed_wins_over_files(@TempDir Path directory) throws Exception {
    Path file =
        Files.writeString(
            directory.resolve("a.conf"),
            "[DEFAULT]\ntransport_url = memory://x\ncontrol_exchange = lab\n");

    assertThat(svar("call", "test", "echo", "--url", URL, "--config-file", file.toString()).code())
        .isZero();
  }

  @Test
  void a_file_without_a_url_is_exit_code_2(@TempDir Path directory) throws Exception {
    Path file = Files.writeString(directory.resolve("a.conf"), "[DEFAULT]\n");

    assertThat(svar("call", "test", "echo", "--config-file", file.toString()))
        .isEqualTo(
            new Svar(
                2,
                "",
                "svar: No transport URL: give one to --url, such as"
                    + " rabbit://user:password@localhost:5672/, or set transport_url in the group"
                    + " [DEFAULT] of a configuration file (read: "
                    + file
                    + ")\n"));
  }

  @Test
  void a_url_that_is_none_is_exit_code_2() {
    Svar ran = svar("call", "test", "echo", "--url", "nonsense");

    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).startsWith("svar: ").hasLineCount(1);
  }

  @Test
  void an_unknown_driver_is_exit_code_2() {
    Svar ran = svar("call", "test", "echo", "--url", "carrier-pigeon://user:secret@roof/");

    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).startsWith("svar: No driver for carrier-pigeon://").hasLineCount(1);
    assertThat(ran.err()).doesNotContain("secret");
  }
}
