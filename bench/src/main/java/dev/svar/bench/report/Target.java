package dev.svar.bench.report;

import dev.svar.bench.measure.CellResult;
import dev.svar.bench.measure.Metric;
import dev.svar.bench.measure.Sample;
import java.util.Optional;

/**
 * What a ratio is to be.
 *
 * @param cell the name of a cell
 * @param first whose value is divided
 * @param second by whose it is divided
 * @param metric of what
 * @param bound what is reached: at least that much of what is better more, at most of what is not
 * @param difference whether the values are subtracted instead of divided
 */
public record Target(
    String cell, String first, String second, Metric metric, double bound, boolean difference) {

  /** A ratio. */
  public static Target ratio(
      String cell, String first, String second, Metric metric, double bound) {
    return new Target(cell, first, second, metric, bound, false);
  }

  /** Whether {@code result} reaches it; empty if that was not measured. */
  public Optional<Finding> check(CellResult result) {
    if (!result.cell().name().equals(cell)) {
      return Optional.empty();
    }
    Optional<Sample> sample =
        difference ? result.difference(first, second, metric) : result.ratio(first, second, metric);
    return sample.map(
        found ->
            new Finding(
                cell
                    + ": "
                    + metric.label()
                    + ", "
                    + first
                    + (difference ? " more than " : " against ")
                    + second,
                found,
                difference ? metric.unit() : "",
                metric.moreIsBetter(),
                bound));
  }
}
