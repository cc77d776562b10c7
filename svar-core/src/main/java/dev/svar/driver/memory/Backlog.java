package dev.svar.driver.memory;

import org.jspecify.annotations.Nullable;

/**
 * The messages that wait in a queue, in order. A linked list, because a message that expires leaves
 * from the middle.
 *
 * <p>Guarded by the {@link Gate}.
 */
final class Backlog {
  private @Nullable Stored first;
  private @Nullable Stored last;
  private int size;
  private long bytes;

  /** How many wait. */
  int size() {
    return size;
  }

  /** The bytes of their bodies. */
  long bytes() {
    return bytes;
  }

  @Nullable Stored first() {
    return first;
  }

  void addLast(Stored stored) {
    link(last, stored, null);
  }

  void addFirst(Stored stored) {
    link(null, stored, first);
  }

  /** Removes one that is in here. */
  void remove(Stored stored) {
    Stored previous = stored.previous;
    Stored next = stored.next;
    if (previous == null) {
      first = next;
    } else {
      previous.next = next;
    }
    if (next == null) {
      last = previous;
    } else {
      next.previous = previous;
    }
    stored.previous = null;
    stored.next = null;
    stored.waits = false;
    size--;
    bytes -= stored.message.size();
  }

  private void link(@Nullable Stored previous, Stored stored, @Nullable Stored next) {
    stored.previous = previous;
    stored.next = next;
    if (previous == null) {
      first = stored;
    } else {
      previous.next = stored;
    }
    if (next == null) {
      last = stored;
    } else {
      next.previous = stored;
    }
    stored.waits = true;
    size++;
    bytes += stored.message.size();
  }
}
