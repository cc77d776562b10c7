package dev.svar.kafka;

import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** What happens when a future ends, where nobody waits for it to have happened. */
final class Futures {

  private Futures() {}

  /** Runs {@code action}, which must neither block nor throw, on whatever thread ends it. */
  @SuppressWarnings("FutureReturnValueIgnored") // that is what this is for
  static <T> void whenEnded(
      CompletableFuture<T> future, BiConsumer<@Nullable T, @Nullable Throwable> action) {
    future.whenComplete(action);
  }
}
