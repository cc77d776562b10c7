package dev.svar.internal.engine;

import dev.svar.DeliveryException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;

/** Limits how long publications may take, and says what became of those that took longer. */
final class Confirms {
  private final Clocks clocks;
  private final Watch watch;
  private final Connections connections;

  Confirms(Clocks clocks, Connections connections) {
    this.clocks = clocks;
    this.watch = new Watch(clocks);
    this.connections = connections;
  }

  /**
   * One publication.
   *
   * @param what it is, for messages
   * @param timeout for messages
   * @param rest what of it is left
   * @param advice what sets its timeout, for messages
   */
  record Wait(String what, Duration timeout, Duration rest, String advice) {

    /** One whose time begins now. */
    Wait(String what, Duration timeout, String advice) {
      this(what, timeout, timeout, advice);
    }
  }

  /** Waits on the calling thread, which gives up the publication that takes too long. */
  void await(CompletableFuture<Void> publication, Wait wait) {
    CompletableFuture<Void> ending = clocks.external() ? limited(publication, wait) : publication;
    try {
      Failures.await(ending, wait.rest(), wait.what(), () -> timedOut(publication, wait));
    } catch (RuntimeException e) {
      publication.cancel(false);
      throw e;
    }
  }

  /** Ends as {@code publication} does, or when its time is over, on any thread. */
  CompletableFuture<Void> limited(CompletableFuture<Void> publication, Wait wait) {
    if (publication.isDone()) {
      return publication;
    }
    CompletableFuture<Void> limited = new CompletableFuture<>();
    Watch.Entry expiry =
        watch.begun(
            Clocks.nanosOf(wait.rest()),
            () -> limited.completeExceptionally(timedOut(publication, wait)));
    publication.whenComplete(
        (done, failure) -> {
          expiry.ended();
          if (failure == null) {
            limited.complete(null);
          } else if (!(failure instanceof CancellationException)) {
            limited.completeExceptionally(failure);
          } // else its time is over, and that is told with what is known
        });
    return limited;
  }

  private DeliveryException timedOut(CompletableFuture<Void> publication, Wait wait) {
    boolean withdrawn = publication.cancel(false);
    Connections.Event blocked = connections.blocked();
    return new DeliveryException(
        withdrawn ? DeliveryException.Outcome.NOT_SENT : DeliveryException.Outcome.UNKNOWN,
        wait.what()
            + (withdrawn ? " was not sent within " : " was not confirmed by the broker within ")
            + Text.of(wait.timeout())
            + (blocked == null ? "" : ": it takes no messages for now (" + blocked.what() + ")")
            + ". Check the URL and the broker, or allow more time"
            + wait.advice()
            + ".",
        null);
  }
}
