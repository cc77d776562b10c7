package dev.svar.internal.engine;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs tasks on lent threads, no more at a time than the concurrency; the others wait in the order
 * they came. Knows when nothing is left to do. Thread-safe; the lock is held for a decision only.
 *
 * <p>More workers than processors help only where tasks wait for something, and a thread more costs
 * little where tasks take long. So they are started when, over a moment, those that run took long
 * for each task while others waited.
 */
final class Workers {
  private static final Logger log = LoggerFactory.getLogger(Workers.class);

  /** Something to be done on a worker. */
  interface Task extends Runnable {

    /** It will not run: its server stops, or takes no work. */
    void giveBack();
  }

  /** A task that runs in any case: if nowhere else, where it was given back. */
  static Task task(Runnable task) {
    return new Task() {
      @Override
      public void run() {
        task.run();
      }

      @Override
      public void giveBack() {
        task.run();
      }
    };
  }

  /** How long it is looked at what is taken. */
  private static final long MOMENT = Duration.ofMillis(2).toNanos();

  /** How long a task takes, on average, that may as well wait for something. */
  private static final long LONG = Duration.ofMillis(1).toNanos();

  private final Executor threads;
  private final int concurrency;
  private final int enough;
  private final String owner;
  private final Clocks clocks;

  private final ReentrantLock lock = new ReentrantLock();
  private final Queue<Task> waiting = new ArrayDeque<>(); // guarded by lock
  private int running; // guarded by lock
  private boolean starting; // guarded by lock: one that runs has not looked for work yet
  private long taken; // guarded by lock: how many tasks, in all
  private long takenBefore; // guarded by lock: when the look was planned
  private boolean looking; // guarded by lock: a look is planned
  private boolean stalled; // guarded by lock: as many as are enough take long
  private int unfinished; // guarded by lock
  private @Nullable CompletableFuture<Void> drained; // guarded by lock

  /**
   * Workers of one start of a server.
   *
   * @param owner for the log
   */
  Workers(Executor threads, int concurrency, String owner, Clocks clocks) {
    this(
        threads,
        concurrency,
        Math.max(2, Runtime.getRuntime().availableProcessors()),
        owner,
        clocks);
  }

  /** The same, with {@code enough} workers unless they are stalled. */
  Workers(Executor threads, int concurrency, int enough, String owner, Clocks clocks) {
    this.threads = threads;
    this.concurrency = concurrency;
    this.enough = clocks.external() ? concurrency : enough; // such a clock may stand still
    this.owner = owner;
    this.clocks = clocks;
  }

  /** Takes a worker if one is to run now; then {@link #run} must follow. */
  boolean take() {
    lock.lock();
    try {
      boolean free = waiting.isEmpty() && running < concurrency && (running < enough || stalled);
      running += free ? 1 : 0;
      return free;
    } finally {
      lock.unlock();
    }
  }

  /** Runs a task on the worker that was taken for it, and after it those that wait. */
  void run(Task first) {
    for (Task one = first; one != null; one = next()) {
      Task task = one;
      try {
        threads.execute(() -> work(task));
        return;
      } catch (RuntimeException | Error e) { // no thread can be made, perhaps
        log.warn("The executor of {} takes no work", owner, e);
        task.giveBack();
      }
    }
  }

  /**
   * Runs a task when one of those that run, or another one, is free for it. Workers are started one
   * after the other, each by the one before it when it finds more work than its own: to wake a
   * thread costs more than many a task takes, and what one worker does meanwhile needs no other.
   */
  void submit(Task task) {
    lock.lock();
    try {
      waiting.add(task);
      if (!more()) {
        return;
      }
    } finally {
      lock.unlock();
    }
    start();
  }

  /** Whether another worker is to be started; then it counts as running. The lock is held. */
  private boolean more() {
    boolean more =
        !starting && running < concurrency && !waiting.isEmpty() && (running < enough || stalled());
    if (more) {
      starting = true;
      running++;
    }
    return more;
  }

  /** Whether those that run take long; looks later if that is not known. Locked. */
  private boolean stalled() {
    if (!stalled && !looking) {
      takenBefore = taken;
      looking = true;
      stalled = clocks.later(this::look, MOMENT).isDone(); // then nobody will look
    }
    return stalled;
  }

  private void look() {
    boolean more;
    lock.lock();
    try {
      looking = false;
      boolean slow = (taken - takenBefore) * LONG <= enough * MOMENT;
      stalled |= slow && running >= enough && !waiting.isEmpty();
      more = more();
    } finally {
      lock.unlock();
    }
    if (more) {
      start();
    }
  }

  /** One runs no more. Locked. */
  private void left() {
    running--;
    stalled &= running >= enough;
  }

  private void start() {
    try {
      threads.execute(this::begin);
    } catch (RuntimeException | Error e) { // no thread can be made, perhaps
      if (!ended()) {
        log.warn("The executor of {} takes no work", owner, e);
      }
      refused();
    }
  }

  private boolean ended() {
    return threads instanceof ExecutorService lent && lent.isShutdown();
  }

  /** Gives back what no thread will come for; those that run go on. */
  private void refused() {
    List<Task> given;
    CompletableFuture<Void> empty;
    lock.lock();
    try {
      starting = false;
      left();
      given = running == 0 ? List.copyOf(waiting) : List.of();
      waiting.removeAll(given);
      empty = idle() ? drained : null;
    } finally {
      lock.unlock();
    }
    given.forEach(Task::giveBack);
    if (empty != null) {
      empty.complete(null);
    }
  }

  private void begin() {
    lock.lock();
    try {
      starting = false;
    } finally {
      lock.unlock();
    }
    work(next());
  }

  private void work(@Nullable Task first) {
    Task one = first;
    while (one != null) {
      try {
        one.run();
      } catch (RuntimeException | Error e) {
        log.error("A request to {} failed inside the library", owner, e);
      }
      if (!ended()) {
        Thread.interrupted(); // it was meant for this task, as in a pool of threads
      }
      one = next();
    }
  }

  /** What to run next on a worker that is free, which otherwise is no longer counted. */
  private @Nullable Task next() {
    Task one;
    boolean more = false;
    CompletableFuture<Void> empty = null;
    lock.lock();
    try {
      one = waiting.poll();
      if (one != null) {
        taken++;
        more = more();
      } else {
        left();
        empty = idle() ? drained : null;
      }
    } finally {
      lock.unlock();
    }
    if (more) {
      start();
    }
    if (empty != null) {
      empty.complete(null);
    }
    return one;
  }

  /** Counts {@code work} as unfinished until it has ended, which is never with a failure. */
  void await(CompletableFuture<Void> work) {
    if (work.isDone()) {
      return;
    }
    lock.lock();
    try {
      unfinished++;
    } finally {
      lock.unlock();
    }
    work.whenComplete((done, never) -> finished());
  }

  private void finished() {
    CompletableFuture<Void> empty;
    lock.lock();
    try {
      unfinished--;
      empty = idle() ? drained : null;
    } finally {
      lock.unlock();
    }
    if (empty != null) {
      empty.complete(null);
    }
  }

  private boolean idle() {
    return running == 0 && unfinished == 0 && waiting.isEmpty();
  }

  /** Ends when nothing runs, waits or is unfinished. Nothing new may come meanwhile. */
  CompletableFuture<Void> drained() {
    lock.lock();
    try {
      if (idle()) {
        return CompletableFuture.completedFuture(null);
      }
      CompletableFuture<Void> end = drained != null ? drained : new CompletableFuture<>();
      drained = end;
      return end;
    } finally {
      lock.unlock();
    }
  }

  /** Gives back what has not started. Returns how many that were. */
  int giveBack() {
    List<Task> given;
    lock.lock();
    try {
      given = List.copyOf(waiting);
      waiting.clear();
    } finally {
      lock.unlock();
    }
    given.forEach(Task::giveBack);
    return given.size();
  }
}
