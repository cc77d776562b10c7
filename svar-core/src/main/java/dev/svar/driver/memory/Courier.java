package dev.svar.driver.memory;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs handlers, events and dependents of futures for a driver, one at a time, in the order they
 * were added: on the thread that added one, if nobody is at it, or on a thread of its own. To hand
 * a message to another thread takes longer than most handlers do. The own thread goes on where the
 * other one would be kept for too long; it starts when it is first needed, sleeps while there is
 * nothing to do, and ends with {@link #end}.
 *
 * <p>What waits is bounded by the windows of the driver's subscriptions, but for a message that
 * comes back, whose publication waits with it.
 *
 * <p>Thread-safe without a lock: whoever has {@link #taken} the turn runs tasks, and looks once
 * more after having given it back. Adding and waking are two steps, see {@link Gate}.
 */
final class Courier {
  private static final Logger log = LoggerFactory.getLogger(MemoryDriver.class);

  /** How many tasks another thread than the own one runs at most. */
  private static final int MOST = 16;

  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean started = new AtomicBoolean();
  private final AtomicBoolean taken = new AtomicBoolean();
  private final Thread thread;
  private volatile boolean ended;

  /** Starts nothing yet. */
  Courier(String name) {
    thread = new Thread(this::loop, name);
    thread.setDaemon(true);
  }

  /** Adds a task. {@link #wake} must follow. */
  void add(Runnable task) {
    tasks.add(task);
  }

  /** Sees to it that what was added is run: here, or where others are run already. */
  void wake() {
    if (!work(MOST)) {
      if (!started.get() && started.compareAndSet(false, true)) {
        thread.start();
      }
      LockSupport.unpark(thread);
    }
  }

  /** The task that ends it, after {@code last}. What is added later never runs. */
  Runnable end(Runnable last) {
    return () -> {
      ended = true;
      last.run();
      LockSupport.unpark(thread);
    };
  }

  /**
   * Runs tasks, while nobody else does.
   *
   * @return false if some are left that the own thread must run
   */
  private boolean work(int most) {
    int left = most;
    while (!ended && !tasks.isEmpty() && taken.compareAndSet(false, true)) {
      try {
        for (Runnable task; !ended && left > 0 && (task = tasks.poll()) != null; left--) {
          run(task);
        }
      } finally {
        taken.set(false);
      }
      if (left == 0) {
        return ended || tasks.isEmpty();
      }
    }
    return true;
  }

  private void loop() {
    while (!ended) {
      if (work(Integer.MAX_VALUE)) {
        LockSupport.park(this);
      }
      // A handler's interrupt would keep the thread from ever sleeping again.
      Thread.interrupted();
    }
  }

  private static void run(Runnable task) {
    try {
      task.run();
    } catch (Throwable t) {
      log.error("The memory driver goes on after an error in what it called", t);
    }
  }
}
