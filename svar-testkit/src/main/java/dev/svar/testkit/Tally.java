package dev.svar.testkit;

import dev.svar.driver.Delivery;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Counts who got how many messages, accepting each. Thread-safe. */
final class Tally {
  private final Map<String, Integer> counts = new ConcurrentHashMap<>();
  private final CountDownLatch missing;

  Tally(int expected) {
    missing = new CountDownLatch(expected);
  }

  /** A handler whose messages count for {@code name}. */
  Consumer<Delivery> count(String name) {
    counts.put(name, 0);
    return delivery -> {
      counts.merge(name, 1, Integer::sum);
      delivery.accept();
      missing.countDown();
    };
  }

  /** Waits until as many came as were expected. */
  Map<String, Integer> await(Duration limit) throws InterruptedException {
    if (!missing.await(limit.toNanos(), TimeUnit.NANOSECONDS)) {
      throw new AssertionError(
          missing.getCount() + " did not arrive within " + limit + ": " + counts);
    }
    return counts;
  }
}
