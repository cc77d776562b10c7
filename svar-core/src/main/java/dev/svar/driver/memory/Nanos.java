package dev.svar.driver.memory;

import java.time.Duration;

/** Durations as nanoseconds that can be added to {@link System#nanoTime} without an overflow. */
final class Nanos {
  private static final Duration MAX = Duration.ofNanos(Long.MAX_VALUE >> 1);

  private Nanos() {}

  /** From zero to about 146 years. */
  static long of(Duration duration) {
    return duration.isNegative()
        ? 0
        : duration.compareTo(MAX) > 0 ? MAX.toNanos() : duration.toNanos();
  }
}
