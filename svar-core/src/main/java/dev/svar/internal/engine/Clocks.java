package dev.svar.internal.engine;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What time it is, and what to do later. With a clock of the application's every wait goes through
 * its scheduler, so that a test moves time; without, a blocking wait needs no timer.
 */
final class Clocks {
  private final LongSupplier nanos;
  private final ScheduledExecutorService timer;
  private final boolean external;

  Clocks(@Nullable Clock clock, ScheduledExecutorService timer) {
    this(clock == null ? System::nanoTime : () -> since(clock.instant()), clock != null, timer);
  }

  Clocks(LongSupplier nanos, boolean external, ScheduledExecutorService timer) {
    this.nanos = nanos;
    this.external = external;
    this.timer = timer;
  }

  private static long since(Instant instant) {
    return Duration.between(Instant.EPOCH, instant).toNanos();
  }

  /** Nanoseconds since some fixed moment: only differences mean something. */
  long now() {
    return nanos.getAsLong();
  }

  /** Whether the application gave the clock. */
  boolean external() {
    return external;
  }

  ScheduledExecutorService timer() {
    return timer;
  }

  /**
   * Runs {@code task}, which must not block, in {@code delay} nanoseconds; never, if the timer is
   * shut down.
   */
  Future<?> later(Runnable task, long delay) {
    try {
      return timer.schedule(task, Math.max(0, delay), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /** The moment {@code duration} from now; what is longer than a century is a century. */
  long after(Duration duration) {
    return now() + nanosOf(duration);
  }

  static long nanosOf(Duration duration) {
    return duration.compareTo(Duration.ofDays(36_500)) > 0
        ? Duration.ofDays(36_500).toNanos()
        : duration.toNanos();
  }
}
