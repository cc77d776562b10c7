package dev.svar.internal.engine;

import dev.svar.ClosedException;
import dev.svar.ConnectionException;
import dev.svar.DeliveryException;
import dev.svar.MessagingException;
import dev.svar.Target;
import dev.svar.UndeliverableException;
import dev.svar.driver.DriverException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** What applications get for what went wrong below. */
final class Failures {
  private Failures() {}

  /** A mandatory message came back. */
  static UndeliverableException nobodyListens(String method, Target target) {
    return new UndeliverableException(
        "Nobody listens: the broker has no queue for "
            + target
            + ", so that "
            + method
            + " was not handed to anyone. Start a server on this topic, or check exchange, topic and"
            + " server name.",
        null);
  }

  /** A message did not get to the broker. */
  static RuntimeException notDelivered(String what, Throwable cause) {
    if (cause instanceof MessagingException known) {
      return known;
    }
    if (!(cause instanceof DriverException problem)) {
      return new DeliveryException(
          DeliveryException.Outcome.UNKNOWN, what + " failed: " + Text.of(cause), cause);
    }
    String text =
        switch (problem.outcome()) {
          case NOT_SENT -> what + " was not sent: ";
          case REFUSED -> what + " was refused: ";
          case UNKNOWN -> what + " may or may not have reached the broker: ";
        };
    DeliveryException.Outcome outcome = DeliveryException.Outcome.valueOf(problem.outcome().name());
    return new DeliveryException(outcome, text + Text.of(problem), problem);
  }

  /** Connecting, or subscribing, failed. */
  static RuntimeException notConnected(String what, Throwable cause) {
    return cause instanceof MessagingException known
        ? known
        : new ConnectionException(what + " failed: " + Text.of(cause), cause);
  }

  static ClosedException closed(String what) {
    return new ClosedException(what + " failed: the transport is closed.", null);
  }

  static MessagingException interrupted(String what, InterruptedException cause) {
    Thread.currentThread().interrupt();
    return new MessagingException(what + " was interrupted.", cause);
  }

  /** Waits for {@code future} on the calling thread, and no longer than {@code limit}. */
  static <T> T await(
      CompletableFuture<T> future,
      Duration limit,
      String what,
      Supplier<? extends RuntimeException> late) {
    if (!future.isDone()) {
      Crew.waits();
    }
    try {
      return future.get(Clocks.nanosOf(limit), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw late.get();
    } catch (InterruptedException e) {
      throw interrupted(what, e);
    } catch (ExecutionException e) {
      Throwable cause = Outbox.unwrap(e.getCause() != null ? e.getCause() : e);
      throw cause instanceof RuntimeException failure
          ? failure
          : new MessagingException(what + " failed: " + Text.of(cause), cause);
    }
  }
}
