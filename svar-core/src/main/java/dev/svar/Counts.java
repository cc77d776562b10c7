package dev.svar;

import java.util.EnumMap;
import java.util.Map;

/**
 * A snapshot of what a transport counted since it was opened.
 *
 * @param byCounter every counter with its count; never null for any
 */
public record Counts(Map<Counter, Long> byCounter) {
  public Counts {
    Map<Counter, Long> all = new EnumMap<>(Counter.class);
    for (Counter counter : Counter.values()) {
      all.put(counter, byCounter.getOrDefault(counter, 0L));
    }
    byCounter = java.util.Collections.unmodifiableMap(all);
  }

  /** The count of {@code counter}. */
  public long of(Counter counter) {
    return byCounter.getOrDefault(counter, 0L);
  }
}
