package dev.svar.driver.memory;

import dev.svar.driver.Address;
import dev.svar.driver.Delivery;
import dev.svar.driver.Subscription;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * One window over several queues, which take turns when there is room in it.
 *
 * <p>Thread-safe: the methods of the interface take the {@link Gate}, all others are for its
 * holder, as are the fields that change.
 */
final class MemorySubscription implements Subscription {
  private final Member member;
  private final int window;
  private final Consumer<Delivery> handler;

  private final List<Tap> taps = new ArrayList<>();

  /** In the order they were given out. */
  private final Set<MemoryDelivery> unsettled = new LinkedHashSet<>();

  private boolean flowing = true;
  private boolean ended;

  /** Index of the tap that is asked next. */
  private int turn;

  MemorySubscription(Member member, int window, Consumer<Delivery> handler) {
    this.member = member;
    this.window = window;
    this.handler = handler;
  }

  Member member() {
    return member;
  }

  Consumer<Delivery> handler() {
    return handler;
  }

  /** Begins to consume. */
  void start(Set<Address> addresses) {
    for (Address address : addresses) {
      Tap tap = new Tap(this, member.bus().routes.forConsumer(address), address);
      taps.add(tap);
      tap.queue().add(tap);
    }
    drain();
  }

  /** Whether it takes one more. */
  boolean isReady() {
    return flowing && unsettled.size() < window;
  }

  /** Has the handler get {@code stored}. */
  void give(Tap tap, Stored stored) {
    MemoryDelivery delivery = new MemoryDelivery(tap, stored);
    unsettled.add(delivery);
    member.gate().hand(member.courier(), delivery);
  }

  /** A delivery was settled: there is room for another one. */
  void release(MemoryDelivery delivery) {
    unsettled.remove(delivery);
    drain();
  }

  /** A delivery goes back to the head of its queue. */
  void requeue(MemoryDelivery delivery) {
    unsettled.remove(delivery);
    MemoryQueue queue = delivery.tap().queue();
    queue.putBack(delivery.stored(), member.timer());
    queue.dispatch();
    drain();
  }

  @Override
  public CompletableFuture<Void> pause() {
    CompletableFuture<Void> paused = new CompletableFuture<>();
    member.gate().lock();
    try {
      if (ended) {
        return CompletableFuture.completedFuture(null);
      }
      leaveQueues();
      giveBack(unsettled.stream().filter(MemoryDelivery::revokeUnseen).toList());
      // The courier gets to this when the handler has returned from what it has now.
      member.gate().hand(member.courier(), () -> paused.complete(null));
    } finally {
      member.gate().unlock();
    }
    return paused;
  }

  @Override
  public CompletableFuture<Void> close() {
    member.gate().lock();
    try {
      end();
    } finally {
      member.gate().unlock();
    }
    return CompletableFuture.completedFuture(null);
  }

  boolean hasEnded() {
    return ended;
  }

  /** Ends it. Again does nothing. */
  void end() {
    if (ended) {
      return;
    }
    ended = true;
    leaveQueues();
    for (Tap tap : taps) {
      if (tap.queue().isForsaken()) {
        member.bus().routes.delete(tap.address(), tap.queue());
      }
    }
    giveBack(unsettled.stream().filter(MemoryDelivery::revoke).toList());
    unsettled.clear();
  }

  private void leaveQueues() {
    flowing = false;
    for (Tap tap : taps) {
      tap.queue().remove(tap);
    }
  }

  /** Puts deliveries, given in the order they went out, back where they were. */
  private void giveBack(List<MemoryDelivery> deliveries) {
    for (int i = deliveries.size() - 1; i >= 0; i--) {
      MemoryDelivery delivery = deliveries.get(i);
      unsettled.remove(delivery);
      delivery.tap().queue().putBack(delivery.stored(), member.timer());
    }
    for (Tap tap : taps) {
      tap.queue().dispatch();
    }
  }

  private void drain() {
    int empty = 0;
    while (isReady() && empty < taps.size()) {
      Tap tap = taps.get(turn);
      turn = (turn + 1) % taps.size();
      Stored next = tap.queue().take();
      if (next == null) {
        empty++;
      } else {
        empty = 0;
        give(tap, next);
      }
    }
  }
}
