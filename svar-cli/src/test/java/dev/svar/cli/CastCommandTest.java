package dev.svar.cli;

import static dev.svar.cli.Svar.svar;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class CastCommandTest {

  @Test
  void a_cast_runs_on_one_server() throws InterruptedException {
    String url = "memory://cast-to-one";
    try (Serving one = Serving.serve(url, "test", "--server", "one")) {
      Svar ran = svar("cast", "test", "echo", "a=1", "--context", "request_id=r", "--url", url);

      assertThat(ran.code()).isZero();
      assertThat(ran.out())
          .matches("echo was handed to the broker for test \\(\\d+\\.\\d\\d ms\\)\n");
      assertThat(one.line()).matches(".{12}  echo\\(a\\)  context: request_id  .* ms  ok");
    }
  }

  @Test
  void a_fanout_runs_on_every_server() throws InterruptedException {
    String url = "memory://cast-to-all";
    try (Serving one = Serving.serve(url, "test", "--server", "one");
        Serving two = Serving.serve(url, "test", "--server", "two")) {
      Svar ran = svar("cast", "test", "echo", "--fanout", "--url", url);

      assertThat(ran.out()).startsWith("echo was handed to the broker for test (every server) (");
      assertThat(one.line()).contains("  echo()  context: -  ");
      assertThat(two.line()).contains("  echo()  context: -  ");
    }
  }

  @Test
  void a_cast_for_scripts_has_no_result() throws InterruptedException {
    String url = "memory://cast-for-scripts";
    try (Serving one = Serving.serve(url, "test", "--server", "one")) {
      assertThat(svar("cast", "test", "echo", "-o", "json", "--url", url).out())
          .matches("\\{\"result\":null,\"elapsed_ms\":\\d+\\.\\d+}\n");
      assertThat(one.line()).contains("echo()");
    }
  }

  @Test
  void a_cast_to_nobody_is_exit_code_4() {
    assertThat(svar("cast", "nobody", "echo", "--url", "memory://cast-to-nobody"))
        .isEqualTo(
            new Svar(
                4,
                "",
                "svar: Nobody listens: the broker has no queue for openstack/nobody, so that echo"
                    + " was not handed to anyone. Start a server on this topic, or check exchange,"
                    + " topic and server name.\n"));
  }
}
