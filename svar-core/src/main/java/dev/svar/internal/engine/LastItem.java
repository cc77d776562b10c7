package dev.svar.internal.engine;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * For a caller that takes one answer: lets all items pass, and keeps the last (oslo-incubator,
 * {@code rpc/amqp.py}, {@code call}).
 */
final class LastItem implements Outlet {
  /** Ends with the last item, null if there was none, or with what went wrong. */
  final CompletableFuture<@Nullable Object> value = new CompletableFuture<>();

  /** Set and read in the order of the items. */
  private volatile @Nullable Object last;

  @Override
  public boolean admits() {
    return !value.isDone();
  }

  @Override
  public void item(@Nullable Object item) {
    last = item;
  }

  @Override
  public void end() {
    value.complete(last);
  }

  @Override
  public void fail(Throwable failure) {
    value.completeExceptionally(failure);
  }
}
