package dev.svar.internal.engine;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs tasks one after the other in the order they came, on threads that are lent. After the lender
 * has shut down, tasks are dropped.
 */
final class InOrder implements Executor {
  private static final Logger log = LoggerFactory.getLogger(InOrder.class);

  private final Executor lent;
  private final ReentrantLock lock = new ReentrantLock();
  private final Queue<Runnable> waiting = new ArrayDeque<>(); // guarded by lock
  private boolean running; // guarded by lock

  InOrder(Executor lent) {
    this.lent = lent;
  }

  @Override
  public void execute(Runnable task) {
    lock.lock();
    try {
      waiting.add(task);
      if (running) {
        return;
      }
      running = true;
    } finally {
      lock.unlock();
    }
    try {
      lent.execute(this::drain);
    } catch (RejectedExecutionException e) {
      lock.lock();
      try {
        waiting.clear();
        running = false;
      } finally {
        lock.unlock();
      }
    }
  }

  /**
   * Takes {@code task} if others wait or run, which it then follows.
   *
   * @return false if none does, and it was not taken
   */
  boolean executeIfBusy(Runnable task) {
    lock.lock();
    try {
      if (running) {
        waiting.add(task);
      }
      return running;
    } finally {
      lock.unlock();
    }
  }

  private void drain() {
    while (true) {
      Runnable task;
      lock.lock();
      try {
        task = waiting.poll();
        if (task == null) {
          running = false;
          return;
        }
      } finally {
        lock.unlock();
      }
      try {
        task.run();
      } catch (Throwable e) { // the next one is not to blame
        log.error("A task of the library failed", e);
      }
    }
  }
}
