package dev.svar.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.svar.bench.measure.Blocking;
import dev.svar.bench.measure.Cell;
import dev.svar.bench.measure.CellResult;
import dev.svar.bench.measure.Metric;
import dev.svar.bench.measure.Payload;
import dev.svar.bench.measure.Round;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class VerdictTest {

  private static CellResult measured(double now1, double now2, double before1, double before2) {
    return new CellResult(
        new Cell("call", Payload.of(1024), new Blocking(16)),
        Map.of(
            "now 1", rounds(now1),
            "now 2", rounds(now2),
            "before 1", rounds(before1),
            "before 2", rounds(before2)));
  }

  private static List<Round> rounds(double rate) {
    return IntStream.range(0, 10)
        .mapToObj(number -> new Round(number, rate + number, 10, 20, 30, 1e6 / rate, 5, 50))
        .toList();
  }

  @Test
  void what_differs_by_more_than_two_of_the_same_is_told() {
    CellResult slower = measured(800, 810, 1000, 1010);
    assertThat(Verdict.of(slower, Metric.RATE).worse()).isTrue();
    assertThat(Verdict.of(slower, Metric.CPU).worse()).isTrue();
    assertThat(Verdict.of(slower, Metric.RATE).better()).isFalse();

    CellResult faster = measured(1250, 1260, 1000, 1010);
    assertThat(Verdict.of(faster, Metric.RATE).better()).isTrue();
    assertThat(Verdict.of(faster, Metric.CPU).better()).isTrue();
  }

  @Test
  void what_differs_by_less_is_noise() {
    Verdict verdict = Verdict.of(measured(950, 960, 1000, 1200), Metric.RATE);

    assertThat(verdict.noise()).isBetween(0.19, 0.21);
    assertThat(verdict.worse()).isFalse();
    assertThat(verdict.better()).isFalse();
  }

  @Test
  void a_verdict_is_one_line() {
    assertThat(Verdict.of(measured(500, 500, 1000, 1000), Metric.RATE).toString())
        .startsWith("call, 1 KiB, 16 callers: rate ")
        .contains("now/before 0.50")
        .endsWith("noise 0 %  WORSE");
  }
}
