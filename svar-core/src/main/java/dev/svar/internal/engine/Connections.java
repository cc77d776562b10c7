package dev.svar.internal.engine;

import org.jspecify.annotations.Nullable;

/**
 * What is known of the connections to the broker, for the texts of failures. Thread-safe; written
 * by the driver's threads.
 */
final class Connections {
  /** A moment and what happened then. */
  record Event(long at, String what) {}

  private volatile @Nullable Event lost;
  private volatile @Nullable Event restored;
  private volatile @Nullable Event blocked;

  void lost(long at, String what) {
    lost = new Event(at, what);
  }

  void restored(long at, String what) {
    restored = new Event(at, what);
  }

  void blocked(long at, String reason) {
    blocked = new Event(at, reason);
  }

  void unblocked() {
    blocked = null;
  }

  /** The last loss; null if none since {@code moment}. */
  @Nullable Event lostSince(long moment) {
    Event event = lost;
    return event != null && event.at() - moment >= 0 ? event : null;
  }

  /** The last restoration; null if none since {@code moment}. */
  @Nullable Event restoredSince(long moment) {
    Event event = restored;
    return event != null && event.at() - moment >= 0 ? event : null;
  }

  /** Since when the broker takes nothing, and why; null if it does. */
  @Nullable Event blocked() {
    return blocked;
  }
}
