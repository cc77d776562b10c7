package dev.svar.cli;

import static dev.svar.cli.Svar.svar;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.svar.Target;
import dev.svar.Transport;
import dev.svar.rpc.RpcServer;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class MulticallCommandTest {
  private static final String URL = "memory://multicall-command-test";
  private Serving serving;

  @BeforeEach
  void serve() throws InterruptedException {
    serving = Serving.serve(URL, "test", "--server", "one");
  }

  @AfterEach
  void stop() {
    serving.close();
  }

  private static Svar multicall(String... args) {
    return svar(Map.of("SVAR_URL", URL), "", typed(args));
  }

  private static String[] typed(String... args) {
    return Stream.concat(Stream.of("multicall", "test"), Arrays.stream(args))
        .toArray(String[]::new);
  }

  private static Serving begin(String... args) {
    return Serving.start(
        Stream.concat(Stream.of("--url", URL), Arrays.stream(typed(args))).toArray(String[]::new));
  }

  @Test
  void each_answer_is_a_line() throws InterruptedException {
    assertThat(multicall("count", "n:=3")).isEqualTo(new Svar(0, "1\n2\n3\n", ""));
    assertThat(serving.line()).contains("  count(n, delay)  ").endsWith("  ok, 3 items");
  }

  @Test
  void a_method_that_does_not_stream_has_one_answer() {
    assertThat(multicall("echo", "name=Zoë", "n:=[1, null]"))
        .isEqualTo(new Svar(0, "{\"name\":\"Zoë\",\"n\":[1,null]}\n", ""));
  }

  @Test
  void a_stream_without_items_has_no_answer() {
    assertThat(multicall("count", "n:=0")).isEqualTo(new Svar(0, "", ""));
  }

  @Test
  void answers_for_scripts_are_one_object_each() {
    assertThat(multicall("count", "n:=2", "-o", "json").out())
        .matches(
            """
            \\{"result":1,"elapsed_ms":\\d+\\.\\d+}
            \\{"result":2,"elapsed_ms":\\d+\\.\\d+}
            """);
  }

  @Test
  void answers_are_printed_as_they_come_and_an_interrupt_ends_the_method() throws Exception {
    Serving running = begin("count", "delay:=3600");
    assertThat(running.line()).isEqualTo("1");

    assertThat(running.interrupt()).isEqualTo(130);

    assertThat(running.rest()).isEmpty();
    assertThat(running.err()).isEqualTo("svar: Interrupted while waiting for an answer\n");
    assertThat(serving.line()).contains("  count(n, delay)  ").endsWith("  cancelled after 1 item");
  }

  @Test
  void an_interrupt_ends_it_also_while_answers_come_all_the_time() throws Exception {
    Serving running = begin("count");
    for (int i = 1; i <= 500; i++) {
      assertThat(running.line()).isEqualTo(String.valueOf(i));
    }

    assertThat(running.interrupt()).isEqualTo(130);

    assertThat(running.err()).isEqualTo("svar: Interrupted while waiting for an answer\n");
    assertThat(serving.line()).containsPattern("  cancelled after \\d+ items?$");
  }

  @Test
  void it_ends_when_nobody_reads_any_more() throws InterruptedException {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal terminal =
        new Terminal(
            Map.of("SVAR_URL", URL),
            InputStream.nullInputStream(),
            new PrintStream(new Head(3), true, UTF_8),
            new PrintStream(err, true, UTF_8),
            () -> {});

    assertThat(Main.run(terminal, typed("count"))).isZero();

    assertThat(err.toString(UTF_8)).isEmpty();
    assertThat(serving.line()).containsPattern("  cancelled after \\d+ items?$");
  }

  @Test
  void the_timeout_is_for_each_answer() {
    Svar ran = multicall("count", "delay:=3600", "--timeout", "1");

    assertThat(ran.code()).isEqualTo(3);
    assertThat(ran.out()).isEqualTo("1\n");
    assertThat(ran.err())
        .matches(
            "svar: No further item of count to openstack/test within 1 s, after 1 item \\(request"
                + " [0-9a-f]{32}\\)\\. The method is slow, or its server has died: allow more time"
                + " with --timeout, or watch it with --monitor\\.\n");
  }

  @Test
  void the_overall_timeout_is_for_all_of_them() {
    Svar ran = multicall("count", "delay:=0.01", "--overall-timeout", "1");

    assertThat(ran.code()).isEqualTo(3);
    assertThat(ran.out()).startsWith("1\n");
    assertThat(ran.err())
        .matches(
            "svar: count to openstack/test did not end within 1 s, after \\d+ items? \\(request"
                + " [0-9a-f]{32}\\)\\. Allow more time with --overall-timeout\\.\n");
  }

  @Test
  void a_monitored_stream_outlasts_its_interval() {
    assertThat(multicall("count", "n:=2", "delay:=2.5", "--monitor", "2").out())
        .isEqualTo("1\n2\n");
  }

  @Test
  void answers_before_a_failure_stay_printed() {
    String url = "memory://multicall-failing";
    try (Transport transport = Transport.open(url);
        RpcServer server =
            RpcServer.builder(transport, Target.of("test", "one"))
                .endpoint(new Failing())
                .build()) {
      server.start();

      assertThat(svar("multicall", "test", "firstOnly", "--url", url))
          .isEqualTo(
              new Svar(
                  1,
                  "\"first\"\n",
                  """
                  svar: builtins.ValueError: no second
                        -v shows its traceback
                  """));
      assertThat(svar("multicall", "test", "firstOnly", "--url", url, "-o", "json").out())
          .matches(
              """
              \\{"result":"first","elapsed_ms":[\\d.]+}
              \\{"error":\\{"kind":"remote","class":"ValueError",.*}}
              """);
    }
  }

  /** What the trial methods do not do. */
  public static final class Failing {
    public Stream<String> firstOnly() {
      return Stream.of("first", "second")
          .map(
              item -> {
                if (item.equals("second")) {
                  throw new IllegalArgumentException("no second");
                }
                return item;
              });
    }
  }

  @Test
  void failures_have_the_exit_codes_of_a_call() {
    assertThat(multicall("no_such"))
        .isEqualTo(new Svar(6, "", "svar: Endpoint does not support RPC method no_such\n"));
    assertThat(multicall("count", "delay:=-1").err())
        .startsWith("svar: builtins.ValueError: count delay must be non-negative\n");
    assertThat(multicall("count", "--version", "1.5", "--version-cap", "1.4").code()).isEqualTo(2);
    assertThat(svar("multicall", "nobody", "count", "--url", URL).code()).isEqualTo(4);
  }
}
