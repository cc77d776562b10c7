package dev.svar.bench.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.svar.bench.measure.CellResult;
import dev.svar.bench.measure.Metric;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes results into a folder: {@code performance.md}, {@code results.json}, and in {@code
 * charts/} the rate, the 99th percentile and the CPU of each cell as SVG.
 */
public final class Report {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private static final List<Metric> CHARTS = List.of(Metric.RATE, Metric.P99, Metric.CPU);

  private final Results results;

  /** Of what was found. */
  public Report(Results results) {
    this.results = results;
  }

  /** Writes all files; the folder is made if it does not exist. */
  public void write(Path directory) throws IOException {
    Files.createDirectories(directory);
    Files.writeString(directory.resolve("performance.md"), markdown(), UTF_8);
    Files.write(directory.resolve("results.json"), JSON.writeValueAsBytes(json()));
    Path charts = Files.createDirectories(directory.resolve("charts"));
    deleteCharts(charts);
    for (CellResult cell : results.cells()) {
      for (Metric metric : CHARTS) {
        Files.writeString(charts.resolve(file(cell, metric)), new BarChart(cell, metric).svg());
      }
    }
  }

  /** Those of an earlier run. */
  private static void deleteCharts(Path charts) throws IOException {
    try (DirectoryStream<Path> old = Files.newDirectoryStream(charts, "*.svg")) {
      for (Path chart : old) {
        Files.delete(chart);
      }
    }
  }

  private static String file(CellResult cell, Metric metric) {
    String name = cell.cell().name() + " " + metric.label();
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-") + ".svg";
  }

  /** The targets alone, for a terminal. */
  public String targets() {
    return Tables.findings(results.findings());
  }

  String markdown() {
    StringBuilder text = new StringBuilder("# Performance\n\n");
    text.append(
        """
        Svar and other ways to do the same, measured in one run by `./svar-bench`: the same broker,
        payloads and number of callers. All contestants of a cell are alive at once and work in turn, in
        rounds of %.1f s (%d of each, after %d s of warm-up, and three times that for calls over
        RabbitMQ), each round begun by another one. Ratios are the result: each is the median of the ratios of the rounds, with its 95 %% interval
        (order statistics; with fewer than six rounds, their range). No round is left out. Absolute
        numbers are those of this machine; they are medians with quartiles.

        """
            .formatted(
                results.schedule().round().toMillis() / 1e3,
                results.schedule().rounds(),
                results.schedule().warmUp().toSeconds()));
    text.append("## Machine and versions\n\n").append(Tables.facts(results.facts()));
    text.append("\n## Repeating it\n\n");
    text.append(
        """
        ```
        ./svar-bench            # everything; hours
        ./svar-bench --short    # what matters every day; three minutes
        ./svar-bench --only 'call over RabbitMQ'
        ./svar-bench compare HEAD~1
        ```

        It starts brokers of its own from what is installed, and writes this page, the numbers of every
        round (`results.json`) and charts to `target/bench`.

        """);
    if (!results.findings().isEmpty()) {
      text.append("## Targets\n\n").append(Tables.findings(results.findings())).append('\n');
    }
    results
        .failures()
        .forEach(
            (name, why) ->
                text.append("**Not measured to its end:** ")
                    .append(name)
                    .append(": ")
                    .append(why)
                    .append("\n\n"));
    String group = "";
    for (CellResult cell : results.cells()) {
      if (!cell.cell().group().equals(group)) {
        group = cell.cell().group();
        text.append("## ").append(capitalized(group)).append("\n\n");
        settings(group, text);
      }
      text.append("### ").append(capitalized(cell.cell().name())).append("\n\n");
      text.append("![Rate of each](charts/").append(file(cell, Metric.RATE)).append(")\n\n");
      text.append(Tables.absolute(cell)).append('\n');
      if (cell.rounds().size() > 1) {
        text.append(Tables.ratios(cell)).append('\n');
      }
    }
    results
        .notes()
        .forEach(
            (title, note) ->
                text.append("## ")
                    .append(capitalized(title))
                    .append("\n\n")
                    .append(note)
                    .append('\n'));
    return text.toString();
  }

  private void settings(String group, StringBuilder text) {
    results
        .settings()
        .getOrDefault(group, Map.of())
        .forEach(
            (name, words) ->
                text.append("- ").append(name).append(": ").append(words).append("\n"));
    text.append('\n');
  }

  private static String capitalized(String text) {
    return Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }

  private Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("facts", results.facts());
    json.put("settings", results.settings());
    json.put(
        "targets",
        results.findings().stream()
            .map(
                finding ->
                    Map.of(
                        "what", finding.what(),
                        "wanted", finding.wanted(),
                        "value", finding.value(),
                        "reached", finding.reached()))
            .toList());
    json.put("notes", results.notes());
    json.put("failures", results.failures());
    json.put("cells", results.cells().stream().map(Report::json).toList());
    return json;
  }

  private static Map<String, Object> json(CellResult result) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", result.cell().name());
    json.put("group", result.cell().group());
    json.put("payload", result.cell().payload().bytes());
    json.put("load", result.cell().load().toString());
    json.put("rounds", result.rounds());
    return json;
  }
}
