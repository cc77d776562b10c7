package dev.svar.notify;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How often an event is handled whose handler fails or gives it back, how long it waits in between,
 * and that it becomes a dead letter after that. It waits at the broker, in a queue for retries, not
 * in this process.
 *
 * @param attempts one or more; 1 makes it a dead letter at once
 * @param firstDelay before the second attempt; each one after it waits twice as long
 * @param longestDelay but no longer than this
 */
public record RedeliveryPolicy(int attempts, Duration firstDelay, Duration longestDelay) {

  public RedeliveryPolicy {
    requireNonNull(firstDelay, "firstDelay");
    requireNonNull(longestDelay, "longestDelay");
    if (attempts < 1) {
      throw new IllegalArgumentException("attempts: " + attempts + " (expected: 1 or more)");
    }
    if (firstDelay.isNegative() || longestDelay.compareTo(firstDelay) < 0) {
      throw new IllegalArgumentException(
          "firstDelay: "
              + firstDelay
              + ", longestDelay: "
              + longestDelay
              + " (expected: zero or more, and no less than that)");
    }
  }

  /** That many attempts, the second after 1 s, later ones after up to 5 minutes. */
  public static RedeliveryPolicy attempts(int attempts) {
    return new RedeliveryPolicy(attempts, Duration.ofSeconds(1), Duration.ofMinutes(5));
  }

  /** The same with other delays. */
  public RedeliveryPolicy delay(Duration first, Duration longest) {
    return new RedeliveryPolicy(attempts, first, longest);
  }
}
