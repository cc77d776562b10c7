package dev.svar.driver.memory;

import dev.svar.driver.Message;
import java.util.ArrayDeque;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * Messages that wait, and the consumers that take them in turn. No message waits while a consumer
 * could take it.
 *
 * <p>Guarded by the {@link Gate}.
 */
final class MemoryQueue {
  private final Gate gate;
  private final @Nullable String pool;
  private final boolean lasting;
  private final Backlog backlog = new Backlog();

  /** The one whose turn it is comes first. */
  private final ArrayDeque<Tap> taps = new ArrayDeque<>();

  private boolean deleted;

  /**
   * Makes an empty queue.
   *
   * @param pool null for none
   * @param lasting whether it stays when its last consumer leaves
   */
  MemoryQueue(Gate gate, @Nullable String pool, boolean lasting) {
    this.gate = gate;
    this.pool = pool;
    this.lasting = lasting;
  }

  @Nullable String pool() {
    return pool;
  }

  int backlog() {
    return backlog.size();
  }

  int consumers() {
    return taps.size();
  }

  /** Whether it can take {@code message} over within the bounds. */
  boolean hasRoomFor(Message message, Bounds bounds) {
    boolean fits =
        backlog.size() < bounds.length() && backlog.bytes() + message.size() <= bounds.bytes();
    return fits || nextReady() != null;
  }

  /** Takes a message over, at the end. */
  void put(Stored stored, ScheduledExecutorService timer) {
    Tap tap = nextReady();
    if (tap != null) {
      give(stored, tap);
    } else if (!deleted && !stored.expired()) {
      backlog.addLast(stored);
      stored.startExpiry(timer, () -> expire(stored));
    }
  }

  /** Takes back a message that was given out, at the head. {@link #dispatch} must follow. */
  void putBack(Stored stored, ScheduledExecutorService timer) {
    if (!deleted && !stored.expired()) {
      backlog.addFirst(stored);
      stored.startExpiry(timer, () -> expire(stored));
    }
  }

  /** Gives what waits to consumers that are ready. */
  void dispatch() {
    for (Tap tap = nextReady(); tap != null; tap = nextReady()) {
      Stored next = take();
      if (next == null) {
        return;
      }
      give(next, tap);
    }
  }

  /** Takes the next message out; null if none waits. */
  @Nullable Stored take() {
    for (Stored next = backlog.first(); next != null; next = backlog.first()) {
      backlog.remove(next);
      next.stopExpiry();
      if (!next.expired()) {
        return next;
      }
    }
    return null;
  }

  /** From here on {@code tap} takes its turn. It must look itself for what waits already. */
  void add(Tap tap) {
    taps.addLast(tap);
  }

  void remove(Tap tap) {
    taps.remove(tap);
  }

  /** Whether it was private to consumers that have all left. */
  boolean isForsaken() {
    return !lasting && taps.isEmpty();
  }

  /** Drops what waits, and what will be put. */
  void delete() {
    deleted = true;
    while (take() != null) {
      // the next one
    }
  }

  private void expire(Stored stored) {
    gate.lock();
    try {
      if (stored.waits) {
        backlog.remove(stored);
      }
    } finally {
      gate.unlock();
    }
  }

  private void give(Stored stored, Tap tap) {
    taps.remove(tap);
    taps.addLast(tap);
    tap.subscription().give(tap, stored);
  }

  private @Nullable Tap nextReady() {
    for (Tap tap : taps) {
      if (tap.subscription().isReady()) {
        return tap;
      }
    }
    return null;
  }
}
