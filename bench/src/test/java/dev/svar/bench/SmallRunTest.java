package dev.svar.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.svar.bench.measure.Blocking;
import dev.svar.bench.measure.Cell;
import dev.svar.bench.measure.CellResult;
import dev.svar.bench.measure.Contestant;
import dev.svar.bench.measure.Latencies;
import dev.svar.bench.measure.Load;
import dev.svar.bench.measure.Payload;
import dev.svar.bench.measure.Pipelined;
import dev.svar.bench.measure.Round;
import dev.svar.bench.measure.Runner;
import dev.svar.bench.measure.Schedule;
import dev.svar.bench.measure.Work;
import dev.svar.bench.peers.HandOff;
import dev.svar.bench.peers.SvarCalls;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** That a run works; how fast anything is, is none of a test's business. */
final class SmallRunTest {
  private static final Duration SHORT = Duration.ofMillis(5);

  @Test
  void a_cell_has_every_round_of_every_contestant() throws Exception {
    Runner runner =
        new Runner(
            new Schedule(3, SHORT, SHORT, SHORT),
            new PrintStream(OutputStream.nullOutputStream(), false, "UTF-8"),
            new HashMap<>());
    try (SvarCalls ours = SvarCalls.open("memory://small-run");
        HandOff handOff = new HandOff(2)) {
      List<Contestant> contestants = List.of(ours, handOff);
      for (Load load : List.of(new Blocking(2), new Pipelined(4))) {
        CellResult result = runner.run(new Cell("call", Payload.of(100), load), contestants, null);

        assertThat(result.rounds()).containsOnlyKeys("svar", "hand-off");
        for (List<Round> rounds : result.rounds().values()) {
          assertThat(rounds).hasSize(3).extracting(Round::number).containsExactly(0, 1, 2);
          assertThat(rounds).allSatisfy(round -> assertThat(round.rate()).isPositive());
          assertThat(rounds).allSatisfy(round -> assertThat(round.p50()).isPositive());
          assertThat(rounds).allSatisfy(round -> assertThat(round.allocated()).isPositive());
        }
      }
    }
  }

  /** Fails from the second time on. */
  private static final class Failing implements Contestant {
    private int times;

    @Override
    public String name() {
      return "failing";
    }

    @Override
    public String settings() {
      return "";
    }

    @Override
    public Work run(Load load, Payload payload, Duration duration, Latencies latencies) {
      times++;
      if (times > 1) {
        throw new IllegalStateException("on purpose");
      }
      return new Work(1, 1);
    }

    @Override
    public void close() {}
  }

  @Test
  void a_contestant_that_fails_is_told_and_leaves_the_others_theirs() throws Exception {
    Map<String, String> failures = new HashMap<>();
    Runner runner =
        new Runner(
            new Schedule(3, SHORT, SHORT, SHORT),
            new PrintStream(OutputStream.nullOutputStream(), false, "UTF-8"),
            failures);
    try (HandOff handOff = new HandOff(2);
        Failing failing = new Failing()) {
      Cell cell = new Cell("call", Payload.of(100), new Blocking(2));

      CellResult result = runner.run(cell, List.of(failing, handOff), null);

      assertThat(result.rounds()).containsOnlyKeys("hand-off");
      assertThat(result.rounds().get("hand-off")).hasSize(3);
      assertThat(failures)
          .containsOnly(
              Map.entry(cell.name() + ": failing", "java.lang.IllegalStateException: on purpose"));
    }
  }
}
