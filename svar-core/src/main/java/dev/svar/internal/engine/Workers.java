package dev.svar.internal.engine;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs tasks on lent threads, no more at a time than the concurrency; the others wait in the order
 * they came. Knows when nothing is left to do. Thread-safe; the lock is held for a decision only.
 */
final class Workers {
  private static final Logger log = LoggerFactory.getLogger(Workers.class);

  /** Something to be done on a worker. */
  interface Task extends Runnable {

    /** It will not run: its server stops, or takes no work. */
    void giveBack();
  }

  private final Executor threads;
  private final int concurrency;
  private final String owner;

  private final ReentrantLock lock = new ReentrantLock();
  private final Queue<Task> waiting = new ArrayDeque<>(); // guarded by lock
  private int running; // guarded by lock
  private int unfinished; // guarded by lock
  private @Nullable CompletableFuture<Void> drained; // guarded by lock

  /**
   * Workers of one start of a server.
   *
   * @param owner for the log
   */
  Workers(Executor threads, int concurrency, String owner) {
    this.threads = threads;
    this.concurrency = concurrency;
    this.owner = owner;
  }

  /** Takes a worker if one is free; then {@link #run} must follow. */
  boolean take() {
    lock.lock();
    try {
      boolean free = running < concurrency;
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
      } catch (RejectedExecutionException e) {
        log.warn("The executor of {} takes no work", owner, e);
        task.giveBack();
      }
    }
  }

  /** Runs a task when a worker is free. */
  void submit(Task task) {
    lock.lock();
    try {
      if (running >= concurrency) {
        waiting.add(task);
        return;
      }
      running++;
    } finally {
      lock.unlock();
    }
    run(task);
  }

  private void work(Task first) {
    Task one = first;
    while (one != null) {
      try {
        one.run();
      } catch (RuntimeException | Error e) {
        log.error("A request to {} failed inside the library", owner, e);
      }
      one = next();
    }
  }

  /** What to run next on a worker that is free, which otherwise is no longer counted. */
  private @Nullable Task next() {
    CompletableFuture<Void> empty;
    lock.lock();
    try {
      Task one = waiting.poll();
      if (one != null) {
        return one;
      }
      running--;
      empty = idle() ? drained : null;
    } finally {
      lock.unlock();
    }
    if (empty != null) {
      empty.complete(null);
    }
    return null;
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
