package dev.svar.rabbitmq;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * The pauses between rounds of attempts: random between nothing and a limit that grows, so that
 * many clients of one broker do not come back in step. Used by one thread at a time.
 */
final class Backoff {
  private final long interval;
  private final long step;
  private final long max;
  private final RandomGenerator random;
  private int failed;

  Backoff(Settings settings, RandomGenerator random) {
    this.interval = settings.options.get(RabbitOptions.RETRY_INTERVAL) * 1000L;
    this.step = settings.options.get(RabbitOptions.RETRY_BACKOFF) * 1000L;
    this.max = settings.options.get(RabbitOptions.INTERVAL_MAX) * 1000L;
    this.random = random;
  }

  /** How long to wait after one more failure. */
  Duration next() {
    long limit = Math.min(max, interval + step * failed);
    failed = Math.min(failed + 1, 1_000_000);
    return Duration.ofMillis(random.nextLong(1, limit + 1));
  }

  /** Whether nothing failed since the last reset; counts as a failure. */
  boolean first() {
    return failed++ == 0;
  }

  void reset() {
    failed = 0;
  }
}
