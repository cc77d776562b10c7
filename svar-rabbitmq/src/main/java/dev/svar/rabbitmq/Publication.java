package dev.svar.rabbitmq;

import dev.svar.driver.Message;
import dev.svar.driver.PublishOptions;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One message on its way out, and the future that tells its end. Its fields belong to the writer,
 * but for the constants.
 */
final class Publication extends CompletableFuture<Void> {
  final Topology.Route route;
  final Message message;
  final PublishOptions options;
  final boolean mandatory;

  private final AtomicBoolean released = new AtomicBoolean();

  /** Whether a missing exchange has been declared again for it once. */
  boolean repeated;

  /** Whether it was given to a channel, so that its fate is the broker's to tell. */
  volatile boolean written;

  /** Whether its future has ended as written, while the broker has not confirmed it. */
  boolean announced;

  /** Whether the broker has returned it; owned by the reading thread. */
  boolean returned;

  Publication(Topology.Route route, Message message, PublishOptions options, boolean mandatory) {
    this.route = route;
    this.message = message;
    this.options = options;
    this.mandatory = mandatory;
  }

  /** Dependents see a future of their own kind, not this one. */
  @Override
  public <U> CompletableFuture<U> newIncompleteFuture() {
    return new CompletableFuture<>();
  }

  /** Whether nobody wants it sent any more. */
  boolean dropped() {
    return isDone() && !announced;
  }

  int size() {
    return message.size();
  }

  /** True for the first to ask: who then gives back its room in the outbox. */
  boolean release() {
    return !released.getAndSet(true);
  }
}
