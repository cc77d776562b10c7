package dev.svar.internal.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Tells what takes longer than it may, where nearly nothing does: one timer for all, and none for
 * what ends in time. Thread-safe.
 */
final class Watch {
  private final Clocks clocks;
  private final ReentrantLock lock = new ReentrantLock();
  private final Set<Entry> entries = ConcurrentHashMap.newKeySet();

  private final long origin;

  /** When the timer looks next, in nanoseconds from the origin. Written under lock. */
  private volatile long next = Long.MAX_VALUE;

  private @Nullable Future<?> planned; // guarded by lock: the one look that is due

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

  /** Looks then, and not later as well: each look that is left over would bring another one. */
  private void lookAt(long due) {
    lock.lock();
    try {
      if (due < next) {
        cancelPlanned();
        next = due;
        planned = clocks.later(this::look, due - (clocks.now() - origin));
      }
    } finally {
      lock.unlock();
    }
  }

  private void cancelPlanned() {
    if (planned != null) {
      planned.cancel(false);
      planned = null;
    }
  }

  private void look() {
    lock.lock();
    try {
      cancelPlanned();
      next = Long.MAX_VALUE; // before looking: who comes from here on sees to itself
    } finally {
      lock.unlock();
    }
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
    if (first < Long.MAX_VALUE) {
      lookAt(first);
    }
  }
}
