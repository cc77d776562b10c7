package dev.svar.internal.engine;

import dev.svar.Counter;
import dev.svar.Counts;
import dev.svar.Observer;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts what happens, and tells the observer in that order on another thread. Thread-safe, never
 * blocks.
 */
final class Counting {
  private static final Logger log = LoggerFactory.getLogger(Counting.class);

  private final Map<Counter, LongAdder> counts = new EnumMap<>(Counter.class);
  private final @Nullable Observer observer;
  private final InOrder inOrder;

  Counting(@Nullable Observer observer, InOrder inOrder) {
    for (Counter counter : Counter.values()) {
      counts.put(counter, new LongAdder());
    }
    this.observer = observer;
    this.inOrder = inOrder;
  }

  void count(Counter counter, String detail) {
    counts.getOrDefault(counter, new LongAdder()).increment();
    if (observer != null) {
      inOrder.execute(() -> tell(observer, counter, detail));
    }
  }

  Counts snapshot() {
    Map<Counter, Long> values = new EnumMap<>(Counter.class);
    counts.forEach((counter, count) -> values.put(counter, count.sum()));
    return new Counts(values);
  }

  private static void tell(Observer observer, Counter counter, String detail) {
    try {
      observer.on(counter, detail);
    } catch (RuntimeException e) {
      log.warn("The observer failed at {}", counter, e);
    }
  }
}
