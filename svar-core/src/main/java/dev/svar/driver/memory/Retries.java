package dev.svar.driver.memory;

import dev.svar.driver.Message;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The messages of a bus that arrive later. They outlive the driver that asked for it: the timer of
 * another one takes over.
 *
 * <p>Guarded by the {@link Gate}.
 */
final class Retries {
  private final Gate gate;
  private final Set<Retry> pending = new HashSet<>();

  Retries(Gate gate) {
    this.gate = gate;
  }

  int size() {
    return pending.size();
  }

  /** Puts {@code message} into {@code queue} after {@code delay}. */
  void add(MemoryQueue queue, Message message, Duration delay, ScheduledExecutorService timer) {
    Retry retry = new Retry(queue, message, System.nanoTime() + Nanos.of(delay), timer);
    pending.add(retry);
    retry.schedule();
  }

  /** Moves what depends on {@code ending} to {@code other}. */
  void move(ScheduledExecutorService ending, ScheduledExecutorService other) {
    for (Retry retry : List.copyOf(pending)) {
      if (retry.timer == ending) {
        retry.cancel();
        retry.timer = other;
        retry.schedule();
      }
    }
  }

  /** Forgets them all. */
  void clear() {
    pending.forEach(Retry::cancel);
    pending.clear();
  }

  private final class Retry implements Runnable {
    private final MemoryQueue queue;
    private final Message message;
    private final long due;
    private ScheduledExecutorService timer;
    private @Nullable ScheduledFuture<?> alarm;

    Retry(MemoryQueue queue, Message message, long due, ScheduledExecutorService timer) {
      this.queue = queue;
      this.message = message;
      this.due = due;
      this.timer = timer;
    }

    void schedule() {
      try {
        alarm = timer.schedule(this, due - System.nanoTime(), TimeUnit.NANOSECONDS);
      } catch (RejectedExecutionException e) {
        // The timer has ended before its driver: early is better than never.
        arrive();
      }
    }

    void cancel() {
      if (alarm != null) {
        alarm.cancel(false);
      }
    }

    @Override
    public void run() {
      gate.lock();
      try {
        arrive();
      } finally {
        gate.unlock();
      }
    }

    private void arrive() {
      if (pending.remove(this)) {
        queue.put(new Stored(message, null), timer);
      }
    }
  }
}
