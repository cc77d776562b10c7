package dev.svar.driver.memory;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread of a driver: runs handlers, events and dependents of futures, one at a time, in the
 * order they were added. It starts with the first task, sleeps while there is none, and ends with
 * {@link #end}.
 *
 * <p>What waits for it is bounded by the windows of the driver's subscriptions, but for a message
 * that comes back, whose publication waits with it.
 *
 * <p>Thread-safe without a lock. Adding and waking are two steps, see {@link Gate}.
 */
final class Courier {
  private static final Logger log = LoggerFactory.getLogger(MemoryDriver.class);

  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean started = new AtomicBoolean();

  /**
   * Set by the thread before it looks at the tasks for the last time, read by those who added one:
   * one of the two sees the other.
   */
  private final AtomicBoolean asleep = new AtomicBoolean();

  private final Thread thread;

  /** Only the thread reads and writes it. */
  private boolean ended;

  /** Starts nothing yet. */
  Courier(String name) {
    thread = new Thread(this::run, name);
    thread.setDaemon(true);
  }

  /** Adds a task. {@link #wake} must follow. */
  void add(Runnable task) {
    tasks.add(task);
  }

  /** Sees to it that what was added is run. */
  void wake() {
    if (!started.get() && started.compareAndSet(false, true)) {
      thread.start();
    } else if (asleep.get() && asleep.compareAndSet(true, false)) {
      LockSupport.unpark(thread);
    }
  }

  /** The task that ends the thread, after {@code last}. What is added later never runs. */
  Runnable end(Runnable last) {
    return () -> {
      ended = true;
      last.run();
    };
  }

  private void run() {
    while (!ended) {
      Runnable task = tasks.poll();
      if (task == null) {
        sleep();
      } else {
        run(task);
      }
    }
  }

  private void sleep() {
    asleep.set(true);
    if (tasks.isEmpty()) {
      LockSupport.park(this);
      // A handler's interrupt would keep the thread from ever sleeping again.
      Thread.interrupted();
    }
    asleep.set(false);
  }

  private static void run(Runnable task) {
    try {
      task.run();
    } catch (Throwable t) {
      log.error("The memory driver goes on after an error in what it called", t);
    }
  }
}
