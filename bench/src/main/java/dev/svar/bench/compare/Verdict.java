package dev.svar.bench.compare;

import dev.svar.bench.measure.CellResult;
import dev.svar.bench.measure.Metric;
import dev.svar.bench.measure.Round;
import dev.svar.bench.measure.Sample;
import java.util.List;
import java.util.Locale;

/**
 * What became of one metric of a cell.
 *
 * @param what cell and metric
 * @param ratio now against before, of all pairs of rounds
 * @param noise how far two JVMs that run the same differ, as a share
 * @param worse whether it got worse, by more than the noise and beyond the ratio's interval
 * @param better the same, the other way
 */
record Verdict(String what, Sample ratio, double noise, boolean worse, boolean better) {
  static final String NOW = "now";
  static final String BEFORE = "before";

  /**
   * Judges a cell that was measured with two JVMs of each: {@code now 1}, {@code now 2}, {@code
   * before 1}, {@code before 2}.
   */
  static Verdict of(CellResult result, Metric metric) {
    double[] first = ratios(result, NOW + " 1", BEFORE + " 1", metric);
    double[] second = ratios(result, NOW + " 2", BEFORE + " 2", metric);
    double[] all = new double[first.length + second.length];
    System.arraycopy(first, 0, all, 0, first.length);
    System.arraycopy(second, 0, all, first.length, second.length);
    Sample ratio = Sample.of(all);
    double noise =
        Math.max(
            apart(ratios(result, NOW + " 1", NOW + " 2", metric)),
            apart(ratios(result, BEFORE + " 1", BEFORE + " 2", metric)));
    boolean more = ratio.low() > 1 && ratio.median() > 1 + noise;
    boolean less = ratio.high() < 1 && ratio.median() < 1 / (1 + noise);
    return new Verdict(
        result.cell().name() + ": " + metric.label(),
        ratio,
        noise,
        metric.moreIsBetter() ? less : more,
        metric.moreIsBetter() ? more : less);
  }

  private static double[] ratios(CellResult result, String one, String other, Metric metric) {
    List<Round> dividends = result.rounds().getOrDefault(one, List.of());
    List<Round> divisors = result.rounds().getOrDefault(other, List.of());
    double[] ratios = new double[dividends.size()];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = metric.of(dividends.get(i)) / metric.of(divisors.get(i));
    }
    return ratios;
  }

  private static double apart(double[] ratios) {
    double median = Sample.of(ratios).median();
    return Math.max(median, 1 / median) - 1;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%-60s now/before %s, noise %.0f %%%s",
        what,
        ratio.text("%.3f"),
        noise * 100,
        worse ? "  WORSE" : better ? "  better" : "");
  }
}
