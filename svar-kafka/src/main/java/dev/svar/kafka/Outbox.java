package dev.svar.kafka;

import dev.svar.driver.DriverException;
import dev.svar.driver.DriverException.Outcome;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What waits to be done, in order, and the limits for publications that wait for that or for their
 * confirm. Thread-safe; its lock is held for a few instructions.
 */
final class Outbox {
  private final int maxCount;
  private final long maxBytes;
  private final ReentrantLock lock = new ReentrantLock();

  /** Publications, and tasks of the driver. */
  private final Queue<Object> waiting = new ConcurrentLinkedQueue<>();

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
  @Nullable DriverException offer(Publication publication) {
    lock.lock();
    try {
      if (closed) {
        return Failures.closed();
      }
      // A message that is alone may be larger than all together.
      if (count > 0 && (count >= maxCount || bytes + publication.size() > maxBytes)) {
        return new DriverException(
            Outcome.NOT_SENT,
            "The queue of messages to publish is full: "
                + count
                + " messages, "
                + bytes
                + " bytes wait for the broker (limits: svar_publish_queue_messages="
                + maxCount
                + ", svar_publish_queue_bytes="
                + maxBytes
                + ")",
            null);
      }
      count++;
      bytes += publication.size();
      waiting.add(publication);
      return null;
    } finally {
      lock.unlock();
    }
  }

  void post(Runnable task) {
    waiting.add(task);
  }

  /** The next publication or task, which stays; null if there is none. */
  @Nullable Object peek() {
    return waiting.peek();
  }

  /** Takes the next publication or task out; null if there is none. */
  @Nullable Object poll() {
    return waiting.poll();
  }

  /** Makes room: {@code publication} has ended. Once for each that was taken in. */
  void release(Publication publication) {
    lock.lock();
    try {
      count--;
      bytes -= publication.size();
    } finally {
      lock.unlock();
    }
  }

  /** Takes no publication in any more, and {@code last} is the last task. */
  void close(Runnable last) {
    lock.lock();
    try {
      closed = true;
      waiting.add(last);
    } finally {
      lock.unlock();
    }
  }
}
