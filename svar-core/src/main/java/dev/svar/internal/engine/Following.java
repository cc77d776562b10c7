package dev.svar.internal.engine;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Ends as another future does that may come later. Cancelling it before prevents that one, and
 * afterwards succeeds if that one can be cancelled. Thread-safe.
 */
final class Following<T> extends CompletableFuture<T> {
  private final AtomicBoolean begun = new AtomicBoolean();
  private volatile @Nullable CompletableFuture<T> followed;

  /** Follows what {@code start} makes, which is not called if this was cancelled. Once. */
  void follow(Supplier<CompletableFuture<T>> start) {
    if (begun.getAndSet(true)) {
      return;
    }
    CompletableFuture<T> made;
    try {
      made = start.get();
    } catch (RuntimeException e) {
      completeExceptionally(e);
      return;
    }
    followed = made;
    made.whenComplete(
        (value, failure) -> {
          if (failure == null) {
            complete(value);
          } else {
            completeExceptionally(Outbox.unwrap(failure));
          }
        });
  }

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    if (!begun.getAndSet(true)) {
      return super.cancel(false);
    }
    CompletableFuture<T> other = followed;
    return other == null
        ? isCancelled()
        : other.cancel(false) && (isCancelled() || super.cancel(false));
  }
}
