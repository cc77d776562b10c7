package dev.svar.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.svar.CallTimeoutException;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class TranscriptTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final PrintStream stream = new PrintStream(out, true, UTF_8);
  private final Transcript transcript =
      new Transcript(
          new Output(
              new GlobalOptions(),
              new Terminal(Map.of(), InputStream.nullInputStream(), stream, stream, () -> {})));

  @Test
  void a_step_that_goes_wrong_fails_the_demo() {
    transcript.step("A greets.", "call a()", "hello", () -> Outcome.value("bye", "hello"::equals));
    transcript.step(
        "B greets.", "call b()", "hello", () -> Outcome.value("hello", "hello"::equals));

    assertThat(transcript.end()).isEqualTo(ExitCode.FAILED);
    assertThat(out.toString(UTF_8).replaceAll("\\d+\\.\\d+ ms", "1.00 ms"))
        .isEqualTo(
            """

            1. A greets.
               sent      call a()
               received  "bye"
               took      1.00 ms
               WRONG: expected hello

            2. B greets.
               sent      call b()
               received  "hello"
               took      1.00 ms

            1 of 2 steps gave something else than they should.
            """);
  }

  @Test
  void a_step_that_fails_goes_wrong() {
    transcript.step(
        "A greets.",
        "call a()",
        "hello",
        () -> {
          throw new CallTimeoutException("too late", null);
        });

    assertThat(transcript.end()).isEqualTo(ExitCode.FAILED);
    assertThat(out.toString(UTF_8)).contains("   received  CallTimeoutException: too late\n");
  }

  @Test
  void a_failure_that_does_not_come_goes_wrong() {
    assertThat(Outcome.failure(CallTimeoutException.class, () -> "answer", failure -> true))
        .isEqualTo(new Outcome("\"answer\"", false));
  }
}
