package dev.svar.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.svar.bench.measure.Blocking;
import dev.svar.bench.measure.Cell;
import dev.svar.bench.measure.CellResult;
import dev.svar.bench.measure.Metric;
import dev.svar.bench.measure.Payload;
import dev.svar.bench.measure.Round;
import dev.svar.bench.measure.Schedule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class ReportTest {
  private static final Cell CELL = new Cell("call", Payload.of(1024), new Blocking(16));

  @TempDir Path directory;

  private final Results results =
      new Results(new Schedule(2, Duration.ofSeconds(1), Duration.ofSeconds(8), Duration.ZERO));
  private CellResult cell = new CellResult(CELL, Map.of());

  @BeforeEach
  void measure() {
    Map<String, List<Round>> rounds = new LinkedHashMap<>();
    rounds.put("ours", List.of(round(0, 900), round(1, 1100)));
    rounds.put("theirs", List.of(round(0, 1000), round(1, 1000)));
    cell = new CellResult(CELL, rounds);
    results.cells().add(cell);
    results.facts().put("cores", "2");
    results.settings().put("call", Map.of("ours", "by default"));
  }

  private static Round round(int number, double rate) {
    return new Round(number, rate, 10, 20, 30, 40, Double.NaN, 50);
  }

  @Test
  void a_ratio_is_reached_when_the_median_of_its_pairs_reaches_it() {
    Finding rate = check(Target.ratio(CELL.name(), "ours", "theirs", Metric.RATE, 1.0));
    assertThat(rate.reached()).isTrue();
    assertThat(rate.measured()).isEqualTo("1.00 (0.90 to 1.10)");
    assertThat(rate.wanted()).isEqualTo("≥ 1.00");
    assertThat(rate.what()).isEqualTo("call, 1 KiB, 16 callers: rate, ours against theirs");

    Finding cpu = check(Target.ratio(CELL.name(), "ours", "theirs", Metric.CPU, 0.9));
    assertThat(cpu.reached()).isFalse();
    assertThat(cpu.wanted()).isEqualTo("≤ 0.90");
  }

  @Test
  void a_difference_is_counted_in_the_units_of_what_is_measured() {
    Finding allocated =
        check(new Target(CELL.name(), "ours", "theirs", Metric.ALLOCATED, 4096, true));
    assertThat(allocated.measured()).isEqualTo("0 (0 to 0) B");
    assertThat(allocated.wanted()).isEqualTo("≤ 4,096 B");
  }

  @Test
  void a_target_of_what_was_not_measured_is_not_checked() {
    assertThat(Target.ratio("another cell", "ours", "theirs", Metric.RATE, 1).check(cell))
        .isEmpty();
    assertThat(Target.ratio(CELL.name(), "ours", "nobody", Metric.RATE, 1).check(cell)).isEmpty();
    assertThat(Target.ratio(CELL.name(), "ours", "theirs", Metric.BROKER_CPU, 1).check(cell))
        .isEmpty();
  }

  @Test
  void the_page_has_machine_settings_targets_and_a_table_for_each_cell() {
    results.findings().add(check(Target.ratio(CELL.name(), "ours", "theirs", Metric.RATE, 1.0)));

    assertThat(new Report(results).markdown())
        .contains("| cores | 2 |\n")
        .contains("- ours: by default\n")
        .contains(
            "| call, 1 KiB, 16 callers: rate, ours against theirs | ≥ 1.00 | 1.00 (0.90 to 1.10) | reached |")
        .contains("### Call, 1 KiB, 16 callers\n")
        .contains(
            "| ours | 1,000 (950–1,050) | 10 (10–10) | 20 (20–20) | 30 (30–30) | 40 (40–40) | – | 50"
                + " (50–50) |")
        .contains(
            "| theirs | 1.00 (0.90 to 1.10) | 1.00 (1.00 to 1.00) | 1.00 (1.00 to 1.00) | 1.00 (1.00"
                + " to 1.00) |");
  }

  @Test
  void what_could_not_be_measured_is_told_beside_what_was() throws Exception {
    results.failures().put("cast", "OutOfMemoryError");

    new Report(results).write(directory);

    assertThat(Files.readString(directory.resolve("performance.md")))
        .contains("**Not measured to its end:** cast: OutOfMemoryError\n")
        .contains("### Call, 1 KiB, 16 callers\n");
    JsonNode json = new JsonMapper().readTree(Files.readString(directory.resolve("results.json")));
    assertThat(json.path("failures").path("cast").asString()).isEqualTo("OutOfMemoryError");
  }

  @Test
  void the_numbers_of_every_round_are_kept() throws Exception {
    new Report(results).write(directory);

    JsonNode json = new JsonMapper().readTree(Files.readString(directory.resolve("results.json")));
    JsonNode first = json.path("cells").path(0);
    assertThat(first.path("name").asString()).isEqualTo("call, 1 KiB, 16 callers");
    assertThat(first.path("rounds").path("ours").path(1).path("rate").asDouble()).isEqualTo(1100);
  }

  @Test
  void a_chart_has_a_bar_for_each_contestant() throws Exception {
    new Report(results).write(directory);

    String chart =
        Files.readString(directory.resolve("charts").resolve("call-1-kib-16-callers-rate.svg"));
    assertThat(chart)
        .startsWith("<svg ")
        .endsWith("</svg>\n")
        .contains("call, 1 KiB, 16 callers: rate, /s (more is better)")
        .contains(">ours</text>")
        .contains(">theirs</text>")
        .contains(">1,000</text>");
  }

  private Finding check(Target target) {
    return target.check(cell).orElseThrow();
  }
}
