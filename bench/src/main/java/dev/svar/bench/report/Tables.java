package dev.svar.bench.report;

import dev.svar.bench.measure.CellResult;
import dev.svar.bench.measure.Metric;
import dev.svar.bench.measure.Sample;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Results as tables of Markdown. */
final class Tables {
  private static final List<Metric> RATIOS =
      List.of(Metric.RATE, Metric.P50, Metric.P99, Metric.CPU);

  private Tables() {}

  static String facts(Map<String, String> facts) {
    return "| what | |\n|---|---|\n"
        + facts.entrySet().stream()
            .map(fact -> "| " + fact.getKey() + " | " + fact.getValue() + " |\n")
            .collect(Collectors.joining());
  }

  static String findings(List<Finding> findings) {
    StringBuilder table =
        new StringBuilder("| target | wanted | measured | |\n|---|---|---|---|\n");
    for (Finding finding : findings) {
      table
          .append("| ")
          .append(finding.what())
          .append(" | ")
          .append(finding.wanted())
          .append(" | ")
          .append(finding.measured())
          .append(" | ")
          .append(finding.reached() ? "reached" : "**missed**")
          .append(" |\n");
    }
    return table.toString();
  }

  /** The absolute numbers of a cell: median and quartiles. */
  static String absolute(CellResult result) {
    StringBuilder table = new StringBuilder("| |");
    for (Metric metric : Metric.values()) {
      table.append(' ').append(metric.label()).append(", ").append(metric.unit()).append(" |");
    }
    table.append("\n|---|").append("---:|".repeat(Metric.values().length)).append('\n');
    for (String name : result.rounds().keySet()) {
      table.append("| ").append(name).append(" |");
      for (Metric metric : Metric.values()) {
        table
            .append(' ')
            .append(result.sample(name, metric).map(Tables::spread).orElse("–"))
            .append(" |");
      }
      table.append('\n');
    }
    return table.toString();
  }

  private static String spread(Sample sample) {
    return String.format(
        Locale.ROOT,
        "%,.0f (%,.0f–%,.0f)",
        sample.median(),
        sample.quartile1(),
        sample.quartile3());
  }

  /** How the first of a cell compares with each other one: median and 95 % interval. */
  static String ratios(CellResult result) {
    List<String> names = List.copyOf(result.rounds().keySet());
    StringBuilder table = new StringBuilder("| " + names.get(0) + " against |");
    for (Metric metric : RATIOS) {
      table.append(' ').append(metric.label()).append(" |");
    }
    table.append("\n|---|").append("---:|".repeat(RATIOS.size())).append('\n');
    for (String name : names.subList(1, names.size())) {
      table.append("| ").append(name).append(" |");
      for (Metric metric : RATIOS) {
        table
            .append(' ')
            .append(
                result
                    .ratio(names.get(0), name, metric)
                    .map(ratio -> ratio.text("%.2f"))
                    .orElse("–"))
            .append(" |");
      }
      table.append('\n');
    }
    return table.toString();
  }
}
