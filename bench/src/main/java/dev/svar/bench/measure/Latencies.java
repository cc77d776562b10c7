package dev.svar.bench.measure;

import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * How long operations took, in nanoseconds; used again for each round, so that measuring allocates
 * nothing. Not thread-safe, but the histograms of different callers are independent.
 */
public final class Latencies {
  private static final long LONGEST = 3_600_000_000_000L;
  private static final int DIGITS = 3;

  private final List<Histogram> each = new ArrayList<>();
  private final Histogram shared = new ConcurrentHistogram(LONGEST, DIGITS);

  /** The one that only this caller records into. */
  public Histogram of(int caller) {
    while (each.size() <= caller) {
      each.add(new Histogram(LONGEST, DIGITS));
    }
    return each.get(caller);
  }

  /** One that all may record into. */
  public Histogram shared() {
    return shared;
  }

  /** Forgets everything. */
  public void reset() {
    each.forEach(Histogram::reset);
    shared.reset();
  }

  /** All together. */
  public Histogram total() {
    Histogram total = new Histogram(LONGEST, DIGITS);
    each.forEach(total::add);
    total.add(shared);
    return total;
  }
}
