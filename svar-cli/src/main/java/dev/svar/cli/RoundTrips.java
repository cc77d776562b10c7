package dev.svar.cli;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * How long answers took. Least and most of all of them; median and 99th percentile (by nearest
 * rank) of the last 100,000.
 */
final class RoundTrips {
  private static final int KEPT = 100_000;

  private long[] nanos = new long[64];
  private int count;
  private long least = Long.MAX_VALUE;
  private long most;

  void add(long time) {
    int slot = count % KEPT;
    if (slot == nanos.length) {
      nanos = Arrays.copyOf(nanos, Math.min(KEPT, 2 * nanos.length));
    }
    nanos[slot] = time;
    count++;
    least = Math.min(least, time);
    most = Math.max(most, time);
  }

  /** Forgets what was added so far. */
  void clear() {
    count = 0;
    least = Long.MAX_VALUE;
    most = 0;
  }

  /** In milliseconds; empty without any. */
  Map<String, Double> toJson() {
    Map<String, Double> json = new LinkedHashMap<>();
    if (count > 0) {
      json.put("min_ms", Output.millis(least));
      json.put("median_ms", Output.millis(percentile(50)));
      json.put("p99_ms", Output.millis(percentile(99)));
      json.put("max_ms", Output.millis(most));
    }
    return json;
  }

  private long percentile(int percent) {
    long[] sorted = Arrays.copyOf(nanos, Math.min(count, KEPT));
    Arrays.sort(sorted);
    int rank = (int) Math.ceil(sorted.length * percent / 100.0);
    return sorted[rank - 1];
  }

  /** {@code min 0.31 ms, median 0.40 ms, p99 0.62 ms, max 0.62 ms}. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "min %.2f ms, median %.2f ms, p99 %.2f ms, max %.2f ms",
        least / 1e6,
        percentile(50) / 1e6,
        percentile(99) / 1e6,
        most / 1e6);
  }
}
