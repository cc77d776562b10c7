package dev.svar.driver;

import java.util.concurrent.CompletableFuture;

/** One subscription to a set of addresses. The driver re-establishes it after a lost connection. */
public interface Subscription {

  /**
   * Ends the flow of deliveries. What was handed over before stays unsettled and can still be
   * settled. Does not block.
   *
   * @return ends when the handler has returned from its last delivery; at once if there is no
   *     connection
   */
  CompletableFuture<Void> pause();

  /**
   * Ends the subscription: what is unsettled goes back to the broker, and queues that were private
   * to it (fanout, inbox) are deleted. Does not block. Again does nothing.
   *
   * @return ends when the broker has done so; at once if there is no connection
   */
  CompletableFuture<Void> close();
}
