package dev.svar.kafka;

import dev.svar.driver.Message;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A message on its way to a topic, and how that ends. Thread-safe: it is either handed to the
 * producer or withdrawn, whichever is first.
 */
final class Publication extends CompletableFuture<Void> {
  private enum State {
    WAITING,
    HANDED,
    WITHDRAWN
  }

  private final String topic;
  private final int size;
  private final boolean confirm;
  private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);

  /** Null when nobody needs it any more: what is withdrawn may wait for a while. */
  private volatile @Nullable Message message;

  Publication(String topic, Message message, boolean confirm) {
    this.topic = topic;
    this.message = message;
    this.size = message.size();
    this.confirm = confirm;
  }

  String topic() {
    return topic;
  }

  int size() {
    return size;
  }

  /** Whether it ends only when the broker has the message. */
  boolean confirm() {
    return confirm;
  }

  /** Takes the message out to be handed to the producer; null if it was withdrawn. */
  @Nullable Message hand() {
    Message handed = message;
    return state.compareAndSet(State.WAITING, State.HANDED) ? handed : null;
  }

  /** Ends it with {@code failure} if it was not handed over. Returns whether it was not. */
  boolean fail(Throwable failure) {
    return withdraw() && completeExceptionally(failure);
  }

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    return withdraw() ? super.cancel(false) : isCancelled();
  }

  private boolean withdraw() {
    if (!state.compareAndSet(State.WAITING, State.WITHDRAWN)) {
      return false;
    }
    message = null;
    return true;
  }
}
