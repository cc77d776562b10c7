package dev.svar.bench.peers;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Waiting for servers that nobody hears from. */
final class Progress {
  private static final Duration LIMIT = Duration.ofMinutes(1);

  private Progress() {}

  /** Waits until so many were handled. Looks every millisecond, outside what is timed. */
  static void await(LongSupplier handled, long sent) throws InterruptedException {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (handled.getAsLong() < sent) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            "only " + handled.getAsLong() + " of " + sent + " were handled within " + LIMIT);
      }
      TimeUnit.MILLISECONDS.sleep(1);
    }
  }
}
