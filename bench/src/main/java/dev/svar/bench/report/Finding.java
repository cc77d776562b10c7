package dev.svar.bench.report;

import dev.svar.bench.measure.Sample;
import java.util.Locale;

/**
 * What was found about a target.
 *
 * @param what was to be reached, in words
 * @param value what was measured; its median counts
 * @param unit of the value; empty for a ratio
 * @param atLeast whether the value is to be at least the bound; else at most
 * @param bound of the target
 */
public record Finding(String what, Sample value, String unit, boolean atLeast, double bound) {

  /** Whether the median reaches the bound. */
  public boolean reached() {
    return atLeast ? value.median() >= bound : value.median() <= bound;
  }

  /** The value with its interval. */
  public String measured() {
    return value.text(format()) + (unit.isEmpty() ? "" : " " + unit);
  }

  /** Such as {@code ≥ 0.97}. */
  public String wanted() {
    return (atLeast ? "≥ " : "≤ ")
        + String.format(Locale.ROOT, format(), bound)
        + (unit.isEmpty() ? "" : " " + unit);
  }

  private String format() {
    return unit.isEmpty() ? "%.2f" : "%,.0f";
  }
}
