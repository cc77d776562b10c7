package dev.svar.internal.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Holds replies to callers whose queue is missing, because a caller may be about to restore it. One
 * reply of each queue is tried every quarter of a second; when it gets through the others follow,
 * and when it does not for the patience all are dropped, and those that come in the next minute are
 * dropped at once (oslo.messaging, {@code _drivers/amqpdriver.py}, {@code _send_reply}).
 *
 * <p>Thread-safe; the lock is held for a decision only.
 */
final class MissingInboxes {
  private static final Duration PAUSE = Duration.ofMillis(250);
  private static final Duration REMEMBERED = Duration.ofSeconds(60);
  private static final int MOST_QUEUES = 200;
  private static final int MOST_REPLIES = 1_000;

  /**
   * A reply on its way.
   *
   * @param publish tries to send it
   * @param held called when it is put aside, maybe several times
   * @param end called once: with null when it got through, or with why it did not
   */
  record Undelivered(
      Supplier<CompletableFuture<Void>> publish,
      Runnable held,
      Consumer<@Nullable Throwable> end) {}

  private static final class Queue {
    final long missingSince;
    boolean probing; // guarded by lock
    final List<Undelivered> waiting = new ArrayList<>(); // guarded by lock

    Queue(long missingSince) {
      this.missingSince = missingSince;
    }
  }

  private final Duration patience;
  private final Clocks clocks;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Queue> missing = new LinkedHashMap<>(); // guarded by lock
  private final Map<String, Long> gone = new LinkedHashMap<>(); // guarded by lock: until when

  MissingInboxes(Duration patience, Clocks clocks) {
    this.patience = patience;
    this.clocks = clocks;
  }

  /** Sends a reply now, or with the others that wait for its queue. */
  void deliver(String name, Undelivered reply) {
    boolean drop = false;
    boolean held = false;
    lock.lock();
    try {
      Long until = gone.get(name);
      if (until != null && until - clocks.now() > 0) {
        drop = true;
      } else {
        gone.remove(name);
        Queue queue = missing.get(name);
        if (queue != null) {
          if (queue.waiting.size() < MOST_REPLIES) {
            queue.waiting.add(reply);
            held = true;
          } else {
            drop = true;
          }
        }
      }
    } finally {
      lock.unlock();
    }
    if (drop) {
      reply.end().accept(new Outbox.ReturnedException(name));
    } else if (held) {
      reply.held().run();
    } else {
      publish(name, reply, false);
    }
  }

  private void publish(String name, Undelivered reply, boolean probe) {
    reply
        .publish()
        .get()
        .whenComplete(
            (sent, failure) -> {
              Throwable cause = failure == null ? null : Outbox.unwrap(failure);
              if (cause instanceof Outbox.ReturnedException) {
                returned(name, reply, probe);
              } else {
                reply.end().accept(cause);
                release(name);
              }
            });
  }

  private void returned(String name, Undelivered reply, boolean probe) {
    List<Undelivered> dropped = List.of();
    lock.lock();
    try {
      Queue queue = missing.computeIfAbsent(name, missed -> new Queue(clocks.now()));
      queue.waiting.add(0, reply);
      if (clocks.now() - queue.missingSince >= patience.toNanos()) {
        missing.remove(name);
        gone.put(name, clocks.now() + REMEMBERED.toNanos());
        if (gone.size() > MOST_QUEUES) {
          gone.remove(gone.keySet().iterator().next());
        }
        dropped = queue.waiting;
      } else if (probe || !queue.probing) {
        queue.probing = true;
        clocks.later(() -> tryFirst(name), PAUSE.toNanos());
      }
    } finally {
      lock.unlock();
    }
    reply.held().run();
    dropped.forEach(late -> late.end().accept(new Outbox.ReturnedException(name)));
  }

  private void tryFirst(String name) {
    Undelivered first;
    lock.lock();
    try {
      Queue queue = missing.get(name);
      if (queue == null || queue.waiting.isEmpty()) {
        return;
      }
      first = queue.waiting.remove(0);
    } finally {
      lock.unlock();
    }
    publish(name, first, true);
  }

  private void release(String name) {
    List<Undelivered> released = List.of();
    lock.lock();
    try {
      Queue queue = missing.remove(name);
      if (queue != null) {
        released = queue.waiting;
      }
    } finally {
      lock.unlock();
    }
    released.forEach(reply -> publish(name, reply, false));
  }

  /** Drops what waits. */
  void close() {
    List<Undelivered> dropped = new ArrayList<>();
    lock.lock();
    try {
      missing.values().forEach(queue -> dropped.addAll(queue.waiting));
      missing.clear();
    } finally {
      lock.unlock();
    }
    dropped.forEach(reply -> reply.end().accept(new Outbox.ReturnedException("closing")));
  }
}
