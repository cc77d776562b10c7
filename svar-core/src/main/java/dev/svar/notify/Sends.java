package dev.svar.notify;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Several ways that one event goes: none stops the others. */
final class Sends {
  private Sends() {}

  /** What {@code send} makes, or its failure if it makes nothing. */
  static CompletableFuture<Void> tried(Supplier<CompletableFuture<Void>> send) {
    try {
      return send.get();
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /** Ends when all have, with the first failure in their order; the others are suppressed in it. */
  static CompletableFuture<Void> all(List<CompletableFuture<Void>> sends) {
    if (sends.size() == 1) {
      return sends.get(0); // nearly always
    }
    CompletableFuture<Void> all = new CompletableFuture<>();
    CompletableFuture.allOf(sends.toArray(CompletableFuture<?>[]::new))
        .whenComplete(
            (done, failure) -> {
              if (failure == null) {
                all.complete(null);
              } else {
                all.completeExceptionally(together(sends));
              }
            });
    return all;
  }

  private static Throwable together(List<CompletableFuture<Void>> sends) {
    Throwable first = null;
    for (CompletableFuture<Void> send : sends) {
      Throwable failure = failure(send);
      if (first == null) {
        first = failure;
      } else if (failure != null && failure != first) {
        first.addSuppressed(failure);
      }
    }
    return first != null ? first : new IllegalStateException("no failure among " + sends);
  }

  private static @Nullable Throwable failure(CompletableFuture<Void> send) {
    try {
      send.join();
      return null;
    } catch (CompletionException e) {
      return unwrapped(e);
    } catch (RuntimeException e) {
      return e;
    }
  }

  /** The failure itself, out of what futures wrap around it. */
  static Throwable unwrapped(Throwable failure) {
    Throwable inner = failure;
    while (inner instanceof CompletionException && inner.getCause() != null) {
      inner = inner.getCause();
    }
    return inner;
  }
}
