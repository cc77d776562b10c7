package dev.svar.classic;

import dev.svar.MessagingException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The numbers of connections: those that are pooled are bounded, and the one that came back last
 * goes out first. Thread-safe; the lock is held for a decision only.
 */
final class ConnectionPool {
  private final int size;
  private final Semaphore free;
  private final AtomicInteger last = new AtomicInteger();
  private final ReentrantLock lock = new ReentrantLock();
  private final Deque<Integer> idle = new ArrayDeque<>(); // guarded by lock

  ConnectionPool(int size) {
    this.size = size;
    this.free = new Semaphore(size, true);
  }

  /** The number of a connection of its own. */
  int dedicated() {
    return last.incrementAndGet();
  }

  /**
   * The number of a pooled connection; waits while all are in use.
   *
   * @throws RpcException if none came back in time
   */
  int take(Duration timeout) {
    try {
      if (!free.tryAcquire(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new RpcException(
            "No pooled connection was closed within "
                + timeout.toSeconds()
                + " s, and all "
                + size
                + " are in use: close those that are not needed, or raise rpc_conn_pool_size.",
            null);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MessagingException("Waiting for a pooled connection was interrupted.", e);
    }
    lock.lock();
    try {
      Integer used = idle.poll();
      return used != null ? used : last.incrementAndGet();
    } finally {
      lock.unlock();
    }
  }

  void giveBack(int number) {
    lock.lock();
    try {
      idle.push(number);
    } finally {
      lock.unlock();
    }
    free.release();
  }
}
