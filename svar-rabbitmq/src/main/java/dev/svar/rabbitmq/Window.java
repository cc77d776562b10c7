package dev.svar.rabbitmq;

import dev.svar.driver.Delivery;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands deliveries to the handler, one at a time and in order, as long as fewer than the window are
 * unsettled; the others wait here. Each consumer may have as many unsettled as the window allows
 * all of them, because the broker counts for each consumer alone.
 *
 * <p>Thread-safe without a lock: whoever comes first hands over, and takes along what others bring
 * meanwhile.
 */
final class Window {
  private static final Logger LOG = LoggerFactory.getLogger(Window.class);

  private final int size;
  private final Consumer<Delivery> handler;
  private final Queue<RabbitDelivery> buffered = new ConcurrentLinkedQueue<>();
  private final Queue<CompletableFuture<Void>> idle = new ConcurrentLinkedQueue<>();
  private final AtomicInteger calls = new AtomicInteger();
  private volatile boolean stopped;

  Window(int size, Consumer<Delivery> handler) {
    this.size = size;
    this.handler = handler;
  }

  void arrived(RabbitDelivery delivery) {
    buffered.add(delivery);
    handOver();
  }

  /** Hands over what may be: called when something arrived, or was settled. */
  void handOver() {
    if (calls.getAndIncrement() != 0) {
      return;
    }
    int seen = 1;
    do {
      for (RabbitDelivery next; !stopped && (next = buffered.peek()) != null; ) {
        if (next.channel.closed()) {
          buffered.poll();
        } else if (next.channel.take(size)) {
          buffered.poll();
          hand(next);
        } else {
          break;
        }
      }
      for (CompletableFuture<Void> waiter; (waiter = idle.poll()) != null; ) {
        waiter.complete(null);
      }
      seen = calls.addAndGet(-seen);
    } while (seen != 0);
  }

  private void hand(RabbitDelivery delivery) {
    try {
      handler.accept(delivery);
    } catch (RuntimeException | Error e) {
      // Again would fail again, and unsettled it would take room for good.
      LOG.error("A delivery was not handled, and is rejected: {}", delivery, e);
      delivery.reject("the handler threw " + e);
    }
  }

  boolean isEmpty() {
    return buffered.isEmpty();
  }

  /**
   * Hands over nothing more.
   *
   * @return ends when the handler has returned
   */
  CompletableFuture<Void> stop() {
    stopped = true;
    CompletableFuture<Void> stopping = new CompletableFuture<>();
    idle.add(stopping);
    handOver();
    return stopping;
  }

  /** Takes out what was never handed over; only after {@link #stop}. */
  List<RabbitDelivery> rest() {
    List<RabbitDelivery> rest = new ArrayList<>();
    for (RabbitDelivery next; (next = buffered.poll()) != null; ) {
      rest.add(next);
    }
    return rest;
  }
}
