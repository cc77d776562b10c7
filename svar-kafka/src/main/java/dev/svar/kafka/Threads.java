package dev.svar.kafka;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The threads of a driver, all daemons called {@code svar-kafka-…}. */
final class Threads {
  private final String prefix;
  private final ScheduledExecutorService timer;

  Threads(String prefix, ScheduledExecutorService timer) {
    this.prefix = prefix;
    this.timer = timer;
  }

  /** A platform thread that is not started yet. */
  Thread thread(String role, Runnable body) {
    Thread thread = new Thread(body, prefix + "-" + role);
    thread.setDaemon(true);
    return thread;
  }

  /** One thread at a time, in order; none while there is nothing to do for some seconds. */
  ExecutorService single(String role) {
    ThreadPoolExecutor executor =
        new ThreadPoolExecutor(
            1, 1, 5, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), body -> thread(role, body));
    executor.allowCoreThreadTimeOut(true);
    return executor;
  }

  /**
   * Runs {@code task}, which must not block, after {@code delay}; never if the lent timer has been
   * stopped.
   */
  Planned later(Duration delay, Runnable task) {
    try {
      ScheduledFuture<?> planned = timer.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
      return () -> planned.cancel(false);
    } catch (RejectedExecutionException e) {
      return () -> {};
    }
  }

  /** Something that happens later, unless it is cancelled. */
  interface Planned {
    void cancel();
  }
}
