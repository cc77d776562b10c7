package dev.svar.kafka;

import dev.svar.driver.Delivery;
import dev.svar.driver.Message;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The window of a subscription, over all its readers, and what waits for room in it. Whoever brings
 * messages, or makes room, hands over what can be, one thread at a time: another one leaves it to
 * that.
 *
 * <p>Thread-safe; its lock is held for a few instructions, and never while a handler runs.
 */
final class Flow {
  private static final Logger log = LoggerFactory.getLogger(KafkaDriver.class);

  /** After so many hand-overs a thread looks after its other work. */
  private static final int TURN = 1000;

  private final Consumer<Delivery> handler;

  /** As many may wait for room before nothing more is read; so that reading need not wait. */
  private final int ahead;

  private final ReentrantLock lock = new ReentrantLock();

  // Guarded by the lock.
  private final Deque<Held> ready = new ArrayDeque<>();

  /** What was given back. It comes first, but takes turns with the others. */
  private final Deque<Held> back = new ArrayDeque<>();

  private boolean backLast;
  private final List<CompletableFuture<Void>> pausing = new ArrayList<>();
  private int free;
  private boolean handing;
  private boolean paused;

  /** Whether a reader was told that enough waits, and not yet that it does no longer. */
  private boolean saturated;

  /** Wakes the readers: there is room again. */
  private volatile Runnable bell = () -> {};

  Flow(int window, int ahead, Consumer<Delivery> handler) {
    this.free = window;
    this.ahead = ahead;
    this.handler = handler;
  }

  /** Says how readers are woken, before any reads. */
  void wakes(Runnable readers) {
    bell = readers;
  }

  /**
   * Whether nothing more should be read: enough waits, or nothing is wanted. If so, the readers are
   * woken when half of it was handed over.
   */
  boolean saturated() {
    lock.lock();
    try {
      boolean enough = paused || ready.size() >= ahead;
      saturated |= enough;
      return enough;
    } finally {
      lock.unlock();
    }
  }

  /** Whether {@link #hand} has something to do. */
  boolean movable() {
    lock.lock();
    try {
      return !paused && !handing && free > 0 && !(ready.isEmpty() && back.isEmpty());
    } finally {
      lock.unlock();
    }
  }

  /** Takes in what a poll has brought, in order. {@link #hand} must follow. */
  void add(List<Held> more) {
    lock.lock();
    try {
      ready.addAll(more);
    } finally {
      lock.unlock();
    }
  }

  /** Hands over what there is room for, unless another thread does, or has done its turn. */
  void hand() {
    for (int handed = 0; ; handed++) {
      KafkaDelivery delivery;
      boolean ring = false;
      List<CompletableFuture<Void>> stopped = List.of();
      lock.lock();
      try {
        // Only the one who hands over comes here again.
        if (handed == 0 && handing) {
          return;
        }
        delivery = handed < TURN ? next() : null;
        handing = delivery != null;
        if (delivery == null) {
          stopped = List.copyOf(pausing);
          pausing.clear();
          boolean wanted = saturated && !paused && ready.size() <= ahead / 2;
          ring = wanted || handed == TURN;
          saturated &= !wanted;
        }
      } finally {
        lock.unlock();
      }
      if (delivery == null) {
        stopped.forEach(waiting -> waiting.complete(null));
        if (ring) {
          bell.run();
        }
        return;
      }
      run(delivery);
    }
  }

  private @Nullable KafkaDelivery next() {
    if (paused || free == 0) {
      return null;
    }
    backLast = !back.isEmpty() && (ready.isEmpty() || !backLast);
    Held held = (backLast ? back : ready).pollFirst();
    Message message = held == null ? null : held.message();
    if (held == null || message == null) {
      return null;
    }
    free--;
    held.track.out++;
    return new KafkaDelivery(this, held, message);
  }

  private void run(KafkaDelivery delivery) {
    try {
      handler.accept(delivery);
    } catch (Throwable t) {
      log.error("A handler of the library failed: {} is given up", delivery, t);
      delivery.reject("its handler failed");
    }
  }

  /** Settles it if it is in state {@code expected} and its partition is still ours. */
  boolean settle(KafkaDelivery delivery, KafkaDelivery.State expected) {
    Track track = delivery.held.track;
    boolean last;
    boolean more;
    lock.lock();
    try {
      if (delivery.state != expected) {
        return false;
      }
      delivery.state = KafkaDelivery.State.SETTLED;
      if (track.gone) {
        return false;
      }
      delivery.held.done();
      free++;
      last = --track.out == 0 && ready.isEmpty();
      more = !handing && !(ready.isEmpty() && back.isEmpty());
    } finally {
      lock.unlock();
    }
    if (more) {
      hand();
    }
    if (last) {
      track.bell.run();
    }
    return true;
  }

  boolean requeue(KafkaDelivery delivery) {
    Held held = delivery.held;
    lock.lock();
    try {
      if (delivery.state != KafkaDelivery.State.OUT) {
        return false;
      }
      delivery.state = KafkaDelivery.State.SETTLED;
      if (held.track.gone) {
        return false;
      }
      held.again = true;
      free++;
      held.track.out--;
      (held.track.suspended ? held.track.parked : back).addFirst(held);
    } finally {
      lock.unlock();
    }
    hand();
    return true;
  }

  /** Changes its state if it is {@code from} and its partition is still ours. */
  boolean claim(KafkaDelivery delivery, KafkaDelivery.State from, KafkaDelivery.State to) {
    lock.lock();
    try {
      if (delivery.state != from || delivery.held.track.gone) {
        return false;
      }
      delivery.state = to;
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Hands over nothing of {@code track} until it is {@link #resume}d or {@link #drop}ped. */
  void suspend(Track track) {
    lock.lock();
    try {
      track.suspended = true;
      List.of(back, ready).forEach(all -> all.forEach(held -> park(track, held)));
      remove(track);
    } finally {
      lock.unlock();
    }
  }

  private static void park(Track track, Held held) {
    if (held.track == track) {
      track.parked.addLast(held);
    }
  }

  private void remove(Track track) {
    back.removeIf(held -> held.track == track);
    ready.removeIf(held -> held.track == track);
  }

  /** The partition is still ours. {@link #hand} must follow. */
  void resume(Track track) {
    lock.lock();
    try {
      track.suspended = false;
      track.parked.forEach(held -> (held.again ? back : ready).addLast(held));
      track.parked.clear();
    } finally {
      lock.unlock();
    }
  }

  /** The partition is not ours any more: what of it is out cannot be settled. */
  void drop(Track track) {
    lock.lock();
    try {
      if (!track.gone) {
        track.gone = true;
        track.parked.clear();
        remove(track);
        free += track.out;
        track.out = 0;
      }
    } finally {
      lock.unlock();
    }
  }

  /** Hands over nothing more. Ends when the handler has returned. */
  CompletableFuture<Void> pause() {
    CompletableFuture<Void> stopped = new CompletableFuture<>();
    lock.lock();
    try {
      paused = true;
      if (handing) {
        pausing.add(stopped);
        return stopped;
      }
    } finally {
      lock.unlock();
    }
    stopped.complete(null);
    return stopped;
  }
}
