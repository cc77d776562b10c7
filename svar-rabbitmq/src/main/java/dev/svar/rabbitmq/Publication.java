package dev.svar.rabbitmq;

import dev.svar.driver.Message;
import dev.svar.driver.PublishOptions;
import dev.svar.rabbitmq.PublishChannel.Receipt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One message on its way out, and the future that tells its end. Its fields belong to the writer,
 * but for the constants.
 */
final class Publication extends CompletableFuture<Void> {
  final Topology.Route route;
  final Message message;
  final PublishOptions options;
  final boolean mandatory;
  final Receipt receipt;

  private enum Stage {
    WAITING,
    WRITTEN,
    WITHDRAWN
  }

  private final AtomicBoolean released = new AtomicBoolean();

  /** Whether a missing exchange has been declared again for it once. */
  boolean repeated;

  /** Whether it is the broker's to tell what becomes of it, or the caller has taken it back. */
  private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.WAITING);

  /** Whether its future has ended as written, while the broker has not confirmed it. */
  boolean announced;

  /** Whether the broker has returned it; owned by the reading thread. */
  boolean returned;

  Publication(
      Topology.Route route,
      Message message,
      PublishOptions options,
      boolean mandatory,
      Receipt receipt) {
    this.route = route;
    this.message = message;
    this.options = options;
    this.mandatory = mandatory;
    this.receipt = receipt;
  }

  /** Dependents see a future of their own kind, not this one. */
  @Override
  public <U> CompletableFuture<U> newIncompleteFuture() {
    return new CompletableFuture<>();
  }

  /** Takes it back if it is not given to a channel yet. */
  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    return isCancelled()
        || (stage.compareAndSet(Stage.WAITING, Stage.WITHDRAWN)
            && super.cancel(mayInterruptIfRunning));
  }

  /** It is about to be given to a channel. False if nobody wants it sent any more. */
  boolean write() {
    return !dropped() && stage.compareAndSet(Stage.WAITING, Stage.WRITTEN);
  }

  /** It was certainly not given to a channel after all, or is to be given to another one. */
  void writeAgain() {
    stage.compareAndSet(Stage.WRITTEN, Stage.WAITING);
  }

  boolean written() {
    return stage.get() == Stage.WRITTEN;
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
