package dev.svar.rabbitmq;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Has exchanges, queues and bindings looked at from time to time, because a consumer whose exchange
 * was deleted hears nothing, and nobody tells it. Only triggers: the looking is done by the admin
 * threads. Thread-safe.
 */
final class TopologyCheck {
  private final Duration interval;
  private final Threads threads;
  private final Publisher publisher;
  private final Consumers consumers;
  private final AtomicBoolean started = new AtomicBoolean();
  private volatile boolean stopped;
  private volatile Threads.@Nullable Planned next;

  TopologyCheck(Duration interval, Threads threads, Publisher publisher, Consumers consumers) {
    this.interval = interval;
    this.threads = threads;
    this.publisher = publisher;
    this.consumers = consumers;
  }

  /** Starts, at the first call. */
  void start() {
    if (!started.get() && !interval.isZero() && started.compareAndSet(false, true)) {
      schedule();
    }
  }

  private void schedule() {
    double jitter = ThreadLocalRandom.current().nextDouble(0.9, 1.1);
    next = threads.later(Duration.ofNanos((long) (interval.toNanos() * jitter)), this::run);
    if (stopped) {
      stop();
    }
  }

  private void run() {
    if (!stopped) {
      publisher.check();
      consumers.check();
      schedule();
    }
  }

  void stop() {
    stopped = true;
    Threads.Planned last = next;
    if (last != null) {
      last.cancel();
    }
  }
}
