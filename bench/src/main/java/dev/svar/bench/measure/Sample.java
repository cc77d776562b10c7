package dev.svar.bench.measure;

import java.util.Arrays;
import java.util.Locale;

/**
 * Values of the same thing, and what their middle is worth.
 *
 * @param median the middle one, or the mean of the two in the middle
 * @param low where the 95 % interval of the median begins: an order statistic, so that nothing is
 *     assumed of how the values are spread. With fewer than six values the smallest
 * @param high where it ends
 * @param quartile1 a quarter of the values is below
 * @param quartile3 a quarter of the values is above
 * @param size how many values
 */
public record Sample(
    double median, double low, double high, double quartile1, double quartile3, int size) {
  private static final double TAIL = 0.025;

  /** Of one value or more. */
  public static Sample of(double... values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("values: none (expected: one or more)");
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int outside = outside(sorted.length);
    return new Sample(
        quantile(sorted, 0.5),
        sorted[outside],
        sorted[sorted.length - 1 - outside],
        quantile(sorted, 0.25),
        quantile(sorted, 0.75),
        sorted.length);
  }

  /**
   * How many values at each end lie outside the interval: as many as leave the true median outside
   * with a probability of at most 2.5 % at each end (the binomial distribution with p = 1/2).
   */
  private static int outside(int size) {
    double term = Math.pow(0.5, size);
    double sum = term;
    int outside = 0;
    while (sum <= TAIL && outside < (size - 1) / 2) {
      outside++;
      term = term * (size - outside + 1) / outside;
      sum += term;
    }
    return sum <= TAIL ? outside : Math.max(0, outside - 1);
  }

  private static double quantile(double[] sorted, double share) {
    double at = share * (sorted.length - 1);
    int below = (int) Math.floor(at);
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
  }

  /** Such as {@code 0.98 (0.97 to 1.01)}. */
  public String text(String format) {
    return String.format(
        Locale.ROOT, format + " (" + format + " to " + format + ")", median, low, high);
  }
}
