package dev.svar.testkit;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.RunnableScheduledFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The executor of a {@link TestClock}.
 *
 * <p>Thread-safe: fields are guarded by the object's monitor, which no task runs under.
 */
final class TestTimer extends AbstractExecutorService implements ScheduledExecutorService {
  private final PriorityQueue<Task<?>> tasks = new PriorityQueue<>();
  private long now;
  private long scheduled;
  private boolean advancing;
  private boolean shutdown;

  synchronized long now() {
    return now;
  }

  synchronized int pending() {
    return tasks.size();
  }

  void advance(long nanos) {
    long target;
    synchronized (this) {
      target = now + nanos;
      if (advancing) {
        now = target;
        return;
      }
      advancing = true;
    }
    try {
      for (Task<?> due = due(target); due != null; due = due(target)) {
        due.run();
      }
    } finally {
      synchronized (this) {
        advancing = false;
        now = Math.max(now, target);
      }
    }
  }

  /** Takes out the next task due by {@code target}, and moves the clock to its time. */
  private synchronized @Nullable Task<?> due(long target) {
    Task<?> first = tasks.peek();
    if (first == null || first.time > Math.max(now, target)) {
      return null;
    }
    now = Math.max(now, first.time);
    return tasks.poll();
  }

  private synchronized <V> Task<V> add(Task<V> task) {
    if (shutdown) {
      throw new RejectedExecutionException("the timer of this TestClock is shut down");
    }
    tasks.add(task);
    return task;
  }

  private synchronized <V> Task<V> task(Callable<V> action, long delay, long period) {
    long time = delay > Long.MAX_VALUE - now ? Long.MAX_VALUE : now + Math.max(0, delay);
    return add(new Task<>(action, time, period, scheduled++));
  }

  @Override
  public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
    return task(Executors.callable(command), unit.toNanos(delay), 0);
  }

  @Override
  public <V> ScheduledFuture<V> schedule(Callable<V> callable, long delay, TimeUnit unit) {
    return task(requireNonNull(callable, "callable"), unit.toNanos(delay), 0);
  }

  @Override
  public ScheduledFuture<?> scheduleAtFixedRate(
      Runnable command, long initialDelay, long period, TimeUnit unit) {
    return repeat(command, initialDelay, unit, unit.toNanos(period), period);
  }

  @Override
  public ScheduledFuture<?> scheduleWithFixedDelay(
      Runnable command, long initialDelay, long delay, TimeUnit unit) {
    return repeat(command, initialDelay, unit, -unit.toNanos(delay), delay);
  }

  private ScheduledFuture<?> repeat(
      Runnable command, long initialDelay, TimeUnit unit, long period, long given) {
    if (given <= 0) {
      throw new IllegalArgumentException("period: " + given + " (expected: more than zero)");
    }
    return task(Executors.callable(command), unit.toNanos(initialDelay), period);
  }

  @Override
  public void execute(Runnable command) {
    var unused = schedule(command, 0, TimeUnit.NANOSECONDS);
  }

  @Override
  public synchronized void shutdown() {
    shutdown = true;
    List.copyOf(tasks).stream().filter(Task::isPeriodic).forEach(task -> task.cancel(false));
  }

  @Override
  public synchronized List<Runnable> shutdownNow() {
    shutdown = true;
    List<Runnable> left = new ArrayList<>();
    while (!tasks.isEmpty()) {
      left.add(tasks.remove());
    }
    return left;
  }

  @Override
  public synchronized boolean isShutdown() {
    return shutdown;
  }

  @Override
  public synchronized boolean isTerminated() {
    return shutdown && tasks.isEmpty();
  }

  /** Does not wait: only a test moves the time. */
  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) {
    return isTerminated();
  }

  private synchronized void remove(Task<?> task) {
    tasks.remove(task);
  }

  private final class Task<V> extends FutureTask<V> implements RunnableScheduledFuture<V> {
    private long time;
    private final long number;

    /** Zero: once. Positive: from start to start. Negative: from end to start. */
    private final long period;

    Task(Callable<V> action, long time, long period, long number) {
      super(action);
      this.time = time;
      this.period = period;
      this.number = number;
    }

    @Override
    public boolean isPeriodic() {
      return period != 0;
    }

    @Override
    public void run() {
      if (!isPeriodic()) {
        super.run();
      } else if (runAndReset()) {
        again();
      }
    }

    private void again() {
      synchronized (TestTimer.this) {
        time = period > 0 ? time + period : now - period;
        if (!shutdown && !isCancelled()) {
          tasks.add(this);
        }
      }
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
      boolean cancelled = super.cancel(mayInterruptIfRunning);
      remove(this);
      return cancelled;
    }

    @Override
    public long getDelay(TimeUnit unit) {
      synchronized (TestTimer.this) {
        return unit.convert(time - now, TimeUnit.NANOSECONDS);
      }
    }

    @Override
    public int compareTo(Delayed other) {
      Task<?> task = (Task<?>) other;
      return time != task.time ? Long.compare(time, task.time) : Long.compare(number, task.number);
    }
  }
}
