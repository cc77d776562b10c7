package dev.svar.bench.report;

import dev.svar.bench.measure.CellResult;
import dev.svar.bench.measure.Metric;
import dev.svar.bench.measure.Sample;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** One metric of a cell as an SVG: a bar for each contestant's median, a line for its quartiles. */
final class BarChart {
  private static final int WIDTH = 760;
  private static final int LABEL = 220;
  private static final int VALUE = 110;
  private static final int BAR = 22;
  private static final int ROW = 32;
  private static final int HEAD = 44;

  private final CellResult result;
  private final Metric metric;

  BarChart(CellResult result, Metric metric) {
    this.result = result;
    this.metric = metric;
  }

  /** The text of the file; without bars if nothing was measured. */
  String svg() {
    Map<String, Sample> samples = new LinkedHashMap<>();
    for (String name : result.rounds().keySet()) {
      result.sample(name, metric).ifPresent(sample -> samples.put(name, sample));
    }
    double most = samples.values().stream().mapToDouble(Sample::quartile3).max().orElse(1);
    StringBuilder svg = new StringBuilder();
    int height = HEAD + ROW * samples.size() + 8;
    add(
        svg,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" font-family=\"sans-serif\""
            + " font-size=\"13\">%n",
        WIDTH,
        height);
    add(svg, "<rect width=\"%d\" height=\"%d\" fill=\"#ffffff\"/>%n", WIDTH, height);
    add(
        svg,
        "<text x=\"8\" y=\"20\" font-weight=\"bold\">%s: %s, %s (%s is better)</text>%n",
        escaped(result.cell().name()),
        metric.label(),
        metric.unit(),
        metric.moreIsBetter() ? "more" : "less");
    int y = HEAD;
    for (Map.Entry<String, Sample> each : samples.entrySet()) {
      bar(svg, each.getKey(), each.getValue(), y, (WIDTH - LABEL - VALUE) / most, y == HEAD);
      y += ROW;
    }
    return svg.append("</svg>\n").toString();
  }

  private static void bar(
      StringBuilder svg, String name, Sample sample, int y, double scale, boolean first) {
    int middle = y + BAR / 2;
    add(
        svg,
        "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>%n",
        LABEL - 8,
        middle + 5,
        escaped(name));
    add(
        svg,
        "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>%n",
        LABEL,
        y,
        sample.median() * scale,
        BAR,
        first ? "#1f6f8b" : "#9fb8c0");
    add(
        svg,
        "<line x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\" stroke=\"#222222\" stroke-width=\"2\"/>%n",
        LABEL + sample.quartile1() * scale,
        middle,
        LABEL + sample.quartile3() * scale,
        middle);
    add(
        svg,
        "<text x=\"%.1f\" y=\"%d\">%,.0f</text>%n",
        LABEL + Math.max(sample.median(), sample.quartile3()) * scale + 6,
        middle + 5,
        sample.median());
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private static void add(StringBuilder svg, String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values));
  }
}
