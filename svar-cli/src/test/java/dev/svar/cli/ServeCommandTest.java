package dev.svar.cli;

import static dev.svar.cli.Svar.svar;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class ServeCommandTest {

  @Test
  void it_says_where_it_listens() throws InterruptedException {
    try (Serving one =
        Serving.start("serve", "test", "--server", "one", "--url", "memory://serve")) {
      assertThat(one.line()).endsWith("  serving openstack/test@one on memory://serve/");
    }
  }

  @Test
  void each_request_has_a_line_without_its_values() throws InterruptedException {
    String url = "memory://serve-lines";
    try (Serving one = Serving.serve(url, "test", "--server", "one")) {
      svar("call", "test", "echo", "password=secret", "--context", "token=secret", "--url", url);
      svar("call", "test", "fail", "type=ValueError", "message=a\nb", "--url", url);

      assertThat(one.line())
          .matches(
              "\\d\\d:\\d\\d:\\d\\d\\.\\d{3}  echo\\(password\\)  context: token"
                  + "  \\d+\\.\\d\\d ms  ok");
      assertThat(one.line())
          .matches(
              ".{12}  fail\\(type, message\\)  context: -  .* ms  builtins\\.ValueError: a\\\\nb");
    }
  }

  @Test
  void for_scripts_each_line_is_an_object() throws InterruptedException {
    String url = "memory://serve-json";
    try (Serving one = Serving.serve(url, "test", "--server", "one", "-o", "json")) {
      svar("call", "test", "add", "x:=1", "y:=2", "--context", "a=1", "--url", url);

      assertThat(one.line())
          .matches(
              "\\{\"time\":\"[0-9T:.-]+Z\",\"method\":\"add\",\"args\":\\[\"x\",\"y\"],"
                  + "\"context\":\\[\"a\"],\"elapsed_ms\":[\\d.]+,\"outcome\":\"ok\"}");
    }
  }

  @Test
  void methods_have_the_namespace_and_version_and_pings_have_none() throws InterruptedException {
    String url = "memory://serve-namespace";
    try (Serving one =
        Serving.serve(url, "test", "--server", "one", "--namespace", "trial", "--version", "2.3")) {
      assertThat(svar("call", "test", "echo", "--url", url).code()).isEqualTo(6);
      assertThat(
              svar("call", "test", "echo", "--namespace=trial", "--version=2.3", "--url", url)
                  .out())
          .isEqualTo("{}\n");
      assertThat(svar("ping", "test", "-c", "1", "--url", url).out()).contains(" pong\n");
      assertThat(one.line()).contains("echo()");
    }
  }

  @Test
  void an_interrupt_lets_what_runs_end() throws Exception {
    String url = "memory://serve-interrupted";
    Serving one = Serving.serve(url, "test", "--server", "one", "-v");
    CompletableFuture<Svar> call =
        CompletableFuture.supplyAsync(
            () -> svar("call", "test", "sleep", "seconds:=1", "--url", url));
    assertThat(one.line()).endsWith("  sleep() begins");
    int code = one.interrupt();

    assertThat(call.get(30, TimeUnit.SECONDS)).isEqualTo(new Svar(0, "null\n", ""));
    assertThat(code).isZero();
    assertThat(one.line()).endsWith("  stopping; 1 request still runs");
    assertThat(one.line()).contains("  sleep(seconds)  ").endsWith("  ok");
    assertThat(one.line()).endsWith("  stopped");
  }

  @Test
  void a_call_of_count_gets_the_last_number() throws InterruptedException {
    String url = "memory://serve-count";
    try (Serving one = Serving.serve(url, "test", "--server", "one")) {
      assertThat(svar("call", "test", "count", "n:=3", "delay:=0.01", "--url", url).out())
          .isEqualTo("3\n");
      assertThat(svar("call", "test", "count", "n:=1", "--url", url).out()).isEqualTo("1\n");

      assertThat(one.line()).contains("  count(n, delay)  ").endsWith("  ok, 3 items");
      assertThat(one.line()).endsWith("  ok, 1 item");
    }
  }

  @Test
  void python_types_and_default_failures() throws InterruptedException {
    String url = "memory://serve-failures";
    try (Serving one = Serving.serve(url, "test", "--server", "one")) {
      assertThat(svar("call", "test", "fail", "--url", url).err())
          .startsWith("svar: builtins.RuntimeError: \n");
      assertThat(svar("call", "test", "add", "x=1", "y:=2", "--url", url).err())
          .startsWith("svar: builtins.TypeError: add() takes two numbers\n");
      assertThat(svar("call", "test", "sleep", "seconds:=-1", "--url", url).err())
          .startsWith("svar: builtins.ValueError: sleep length must be non-negative\n");
      assertThat(svar("call", "test", "add", "x:=1", "--url", url).err())
          .startsWith(
              "svar: builtins.TypeError: TrialEndpoint.add() missing 1 required positional"
                  + " argument: 'y'\n");
      assertThat(one.rest()).hasSize(3);
    }
  }
}
