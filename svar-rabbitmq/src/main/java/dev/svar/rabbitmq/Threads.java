package dev.svar.rabbitmq;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The threads of one connection of a driver, all daemons called {@code svar-rabbit-…}. */
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

  /** As many threads as needed, each ending soon after its work. */
  ExecutorService many(String role) {
    return new ThreadPoolExecutor(
        0,
        Integer.MAX_VALUE,
        100,
        TimeUnit.MILLISECONDS,
        new SynchronousQueue<>(),
        body -> thread(role, body));
  }

  /** For the client library, which names its threads itself: they are renamed as they start. */
  ThreadFactory library() {
    return body -> {
      Thread thread =
          new Thread(
              () -> {
                Thread self = Thread.currentThread();
                String given = self.getName();
                self.setName(prefix + "-" + (given.startsWith("AMQP") ? "reader" : "library"));
                body.run();
              });
      thread.setDaemon(true);
      return thread;
    };
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

  /**
   * Runs the client library's callbacks on the thread that brings them: the one that reads from the
   * broker. That is safe because they never wait for the broker, and never throw.
   */
  static final class SameThread extends AbstractExecutorService {
    @Override
    public void execute(Runnable task) {
      task.run();
    }

    @Override
    public void shutdown() {}

    @Override
    public List<Runnable> shutdownNow() {
      return List.of();
    }

    @Override
    public boolean isShutdown() {
      return false;
    }

    @Override
    public boolean isTerminated() {
      return false;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
      return true;
    }
  }
}
