package dev.svar.internal.engine;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** How much may be on its way at a time: who brings more waits. Thread-safe. */
final class Room {
  private final int mostCount;
  private final long mostBytes;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition left = lock.newCondition();
  private int count; // guarded by lock
  private long bytes; // guarded by lock
  private long leavings; // guarded by lock

  Room(int mostCount, long mostBytes) {
    this.mostCount = mostCount;
    this.mostBytes = mostBytes;
  }

  /**
   * Takes room for one more, waiting on the calling thread until there is some. One that is alone
   * may be larger than all together.
   *
   * @param nanos how long to wait at most
   * @return whether there was room; then {@link #leave} must follow
   */
  boolean enter(int size, long nanos) throws InterruptedException {
    long rest = nanos;
    lock.lockInterruptibly();
    try {
      long looked = leavings;
      while (count > 0 && (count >= mostCount || bytes + size > mostBytes)) {
        if (looked != leavings && count < mostCount) {
          looked = leavings;
          left.signal(); // it may be enough for a smaller one; each looks once after one has left
        }
        if (rest <= 0) {
          return false;
        }
        rest = left.awaitNanos(rest);
      }
      count++;
      bytes += size;
      left.signal(); // there may be room for the next one, too
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** How many wait for room. */
  int waiting() {
    lock.lock();
    try {
      return lock.getWaitQueueLength(left);
    } finally {
      lock.unlock();
    }
  }

  /** Gives back the room of one. */
  void leave(int size) {
    lock.lock();
    try {
      leavings++;
      count--;
      bytes -= size;
      left.signal();
    } finally {
      lock.unlock();
    }
  }
}
