package dev.svar.internal.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tells what takes longer than it may, where nearly nothing does: one timer for all, and none for
 * what ends in time. Thread-safe.
 */
final class Watch {
  private final Clocks clocks;
  private final Set<Entry> entries = ConcurrentHashMap.newKeySet();

  private final long origin;

  /** When the timer looks next, in nanoseconds from the origin. */
  private volatile long next = Long.MAX_VALUE;

  Watch(Clocks clocks) {
    this.clocks = clocks;
    this.origin = clocks.now();
  }

  /** Something that may take too long. */
  final class Entry {
    private final long due;
    private final Runnable late;

    private Entry(long due, Runnable late) {
      this.due = due;
      this.late = late;
    }

    /** It has ended. */
    void ended() {
      entries.remove(this);
    }
  }

  /** Runs {@code late}, which must not block, in {@code limit} nanoseconds unless it has ended. */
  Entry begun(long limit, Runnable late) {
    Entry entry = new Entry(clocks.now() - origin + limit, late);
    entries.add(entry);
    if (entry.due < next) {
      lookAt(entry.due);
    }
    return entry;
  }

  private void lookAt(long due) {
    next = due;
    clocks.later(this::look, due - (clocks.now() - origin));
  }

  private void look() {
    next = Long.MAX_VALUE; // before looking: who comes from here on sees to itself
    long now = clocks.now() - origin;
    long first = Long.MAX_VALUE;
    List<Entry> late = new ArrayList<>();
    for (Entry entry : entries) {
      if (entry.due > now) {
        first = Math.min(first, entry.due);
      } else {
        late.add(entry);
      }
    }
    late.stream().filter(entries::remove).forEach(entry -> entry.late.run());
    if (first < next) {
      lookAt(first);
    }
  }
}
