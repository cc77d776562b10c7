package dev.svar.rabbitmq;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The publications that wait to be written, in order, and the limits for these and for those that
 * wait for their confirm. Thread-safe; its lock is held for a few instructions and is the last in
 * any order of locks.
 */
final class Outbox {
  /** What a message takes on the wire besides its body, generously. */
  static final long OVERHEAD = 1024;

  private final int maxCount;
  private final long maxBytes;

  private final ReentrantLock lock = new ReentrantLock();
  private final LinkedHashSet<Publication> waiting = new LinkedHashSet<>();
  private final CompletableFuture<Void> empty = new CompletableFuture<>();
  private int count;
  private long bytes;
  private boolean closed;

  Outbox(int maxCount, long maxBytes) {
    this.maxCount = maxCount;
    this.maxBytes = maxBytes;
  }

  /**
   * Takes {@code publication} in.
   *
   * @return null, or why not
   */
  @Nullable String offer(Publication publication) {
    lock.lock();
    try {
      if (closed) {
        return "The RabbitMQ driver is closed";
      }
      // A message that is alone may be larger than all together.
      if (count > 0 && (count >= maxCount || bytes + publication.size() > maxBytes)) {
        return "The queue of messages to publish is full: "
            + count
            + " messages, "
            + bytes
            + " bytes wait for the broker (limits: svar_publish_queue_messages="
            + maxCount
            + ", svar_publish_queue_bytes="
            + maxBytes
            + ")";
      }
      count++;
      bytes += publication.size();
      waiting.add(publication);
      return null;
    } finally {
      lock.unlock();
    }
  }

  /** Whether all that waits or is unconfirmed is no larger than {@code room} on the wire. */
  boolean fits(long room) {
    lock.lock();
    try {
      return bytes + OVERHEAD * count <= room;
    } finally {
      lock.unlock();
    }
  }

  /** Takes out the first that waits; null if none does, or if not all {@link #fits}. */
  @Nullable Publication next(long room) {
    lock.lock();
    try {
      Iterator<Publication> all = waiting.iterator();
      if (!all.hasNext() || bytes + OVERHEAD * count > room) {
        return null;
      }
      Publication first = all.next();
      all.remove();
      return first;
    } finally {
      lock.unlock();
    }
  }

  boolean isEmpty() {
    lock.lock();
    try {
      return waiting.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /** Makes room: nothing is kept of {@code publication} any more. Again does nothing. */
  void release(Publication publication) {
    if (!publication.release()) {
      return;
    }
    boolean none;
    lock.lock();
    try {
      waiting.remove(publication);
      count--;
      bytes -= publication.size();
      none = closed && count == 0;
    } finally {
      lock.unlock();
    }
    if (none) {
      empty.complete(null);
    }
  }

  /** Takes out everything that waits. */
  List<Publication> drain() {
    lock.lock();
    try {
      List<Publication> all = new ArrayList<>(waiting);
      waiting.clear();
      return all;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes nothing in any more.
   *
   * @return ends when the last publication has ended
   */
  CompletableFuture<Void> close() {
    boolean none;
    lock.lock();
    try {
      closed = true;
      none = count == 0;
    } finally {
      lock.unlock();
    }
    if (none) {
      empty.complete(null);
    }
    return empty;
  }
}
