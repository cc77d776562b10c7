package dev.svar.internal.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Runs the tasks of one start of a server on the threads of a {@link Crew}, no more at a time than
 * the concurrency; the others wait in the order they came. Knows when nothing is left to do.
 * Thread-safe; the lock, which is the crew's, is held for a decision only.
 */
final class Workers {

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

  private final Crew crew;
  private final int concurrency;
  private final String owner;

  private final ReentrantLock lock;
  private final Queue<Task> waiting = new ArrayDeque<>(); // guarded by lock: above the concurrency
  private int running; // guarded by lock: tasks, those that are ready in the crew included
  private long average; // guarded by lock: how long tasks take, in nanoseconds
  private int unfinished; // guarded by lock
  private boolean stopped; // guarded by lock
  private @Nullable CompletableFuture<Void> drained; // guarded by lock

  /**
   * Workers of one start of a server.
   *
   * @param owner for the log
   */
  Workers(Crew crew, int concurrency, String owner) {
    this.crew = crew;
    this.concurrency = concurrency;
    this.owner = owner;
    this.lock = crew.lock;
  }

  /** Takes a worker if one is to run now; then {@link #run} must follow. */
  boolean take() {
    lock.lock();
    try {
      boolean free = running < concurrency && !stopped && crew.take(this);
      running += free ? 1 : 0;
      return free;
    } finally {
      lock.unlock();
    }
  }

  /** Runs a task on the worker that was taken for it. */
  void run(Task task) {
    crew.run(new Crew.Ready(this, task));
  }

  /**
   * Runs a task when a thread of the crew is free for it and the concurrency allows; gives it back
   * after {@link #stop}.
   */
  void submit(Task task) {
    boolean start;
    boolean refused;
    lock.lock();
    try {
      refused = stopped;
      start = !refused && added(task);
    } finally {
      lock.unlock();
    }
    if (refused) {
      task.giveBack();
    } else if (start) {
      crew.start();
    }
  }

  private boolean added(Task task) {
    if (running == concurrency) {
      waiting.add(task);
      return false;
    }
    running++;
    crew.queue(new Crew.Ready(this, task));
    return crew.more();
  }

  /** Whether tasks are short: those that ended last, on average. The lock is held. */
  boolean areQuick() {
    return average < Crew.LONG;
  }

  /**
   * A task took so long, or does so far. That tasks are long is learned from one or two, and
   * forgotten slowly: others wait for threads meanwhile. The lock is held.
   */
  void took(long nanos) {
    long capped = Math.min(nanos, 2 * Crew.LONG);
    average += (capped - average) / (capped > average ? 2 : 8);
  }

  /** A task ended. Returns what is then to be completed. The lock is held. */
  @Nullable CompletableFuture<Void> ended() {
    Task next = waiting.poll();
    if (next != null) {
      crew.queue(new Crew.Ready(this, next));
    } else {
      running--;
    }
    return idle() ? drained : null;
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
    work.whenComplete((done, never) -> decide(() -> unfinished--));
  }

  /** One of its tasks was given back, because no thread was to be had. */
  void gaveBack() {
    decide(this::ended);
  }

  private void decide(Runnable decision) {
    CompletableFuture<Void> empty;
    lock.lock();
    try {
      decision.run();
      empty = idle() ? drained : null;
    } finally {
      lock.unlock();
    }
    if (empty != null) {
      empty.complete(null);
    }
  }

  private boolean idle() {
    return running == 0 && unfinished == 0;
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

  /** Gives back what has not started, and what comes from now on. Returns how many that were. */
  int stop() {
    List<Task> given = new ArrayList<>();
    int counted;
    lock.lock();
    try {
      stopped = true;
      crew.withdraw(this, given::add);
      counted = given.size();
      given.addAll(waiting);
      waiting.clear();
    } finally {
      lock.unlock();
    }
    try {
      given.forEach(Task::giveBack);
    } finally {
      decide(() -> running -= counted);
    }
    return given.size();
  }

  /** Interrupts the threads that are at its tasks. */
  void interrupt() {
    crew.interrupt(this);
  }

  @Override
  public String toString() {
    return owner;
  }
}
