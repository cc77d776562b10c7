package dev.svar.internal.engine;

import dev.svar.Counter;
import dev.svar.driver.Address;
import dev.svar.driver.Driver;
import dev.svar.driver.DriverException;
import dev.svar.driver.DriverException.Outcome;
import dev.svar.driver.Message;
import dev.svar.driver.PublishOptions;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Publishes, and tries again as the caller's rule and deadline allow. Thread-safe, never blocks;
 * its futures end on threads of the driver, or the timer.
 */
final class Outbox {
  /** An attempt that failed faster than this is repeated only after a pause. */
  private static final long FAST = Duration.ofMillis(20).toNanos();

  private static final long FIRST_PAUSE = Duration.ofMillis(50).toNanos();
  private static final long LONGEST_PAUSE = Duration.ofSeconds(2).toNanos();

  private final Driver driver;
  private final Clocks clocks;
  private final Counting counting;
  private final Map<String, Runnable> mandatory = new ConcurrentHashMap<>();
  private volatile boolean closed;

  Outbox(Driver driver, Clocks clocks, Counting counting) {
    this.driver = driver;
    this.clocks = clocks;
    this.counting = counting;
  }

  /**
   * Publishes a message that must not come back.
   *
   * @param uniqueId what the message is known by when it does
   * @return ends also with {@link ReturnedException} if it came back
   */
  CompletableFuture<Void> publishMandatory(
      String uniqueId, Address address, Message message, Retry retry, long deadline) {
    CompletableFuture<Void> returned = new CompletableFuture<>();
    mandatory.put(
        uniqueId, () -> returned.completeExceptionally(new ReturnedException(address.toString())));
    CompletableFuture<Void> publication =
        publish(address, message, PublishOptions.MANDATORY, retry, deadline);
    publication.whenComplete(
        (done, failure) -> {
          mandatory.remove(uniqueId);
          if (failure != null) {
            returned.completeExceptionally(failure);
          } else {
            returned.complete(null);
          }
        });
    returned.whenComplete((done, failure) -> publication.cancel(false));
    return returned;
  }

  /** Hears that a mandatory message came back. Returns whether it was one of these. */
  boolean returned(String uniqueId) {
    Runnable waiting = mandatory.remove(uniqueId);
    if (waiting != null) {
      waiting.run();
    }
    return waiting != null;
  }

  /** Publishes one message. Cancelling the result withdraws what is not written yet. */
  CompletableFuture<Void> publish(
      Address address, Message message, PublishOptions options, Retry retry, long deadline) {
    return attempt(() -> driver.publish(address, message, options), retry, deadline);
  }

  /**
   * Runs {@code attempt} until it succeeds, the rule forbids another one, or {@code deadline} has
   * passed; then the result ends with the last {@link DriverException}.
   */
  <T> CompletableFuture<T> attempt(
      Supplier<CompletableFuture<T>> attempt, Retry retry, long deadline) {
    CompletableFuture<T> first = attempt.get();
    if (first.isDone() && !first.isCompletedExceptionally()) {
      return first;
    }
    Attempts<T> attempts = new Attempts<>(attempt, retry, deadline);
    attempts.follow(first, clocks.now());
    return attempts.result;
  }

  /** Tries nothing again from here on. */
  void close() {
    closed = true;
  }

  private final class Attempts<T> {
    private final CompletableFuture<T> result = new CompletableFuture<>();
    private final Supplier<CompletableFuture<T>> attempt;
    private final Retry retry;
    private final long deadline;
    private volatile @Nullable CompletableFuture<T> current;
    private int failed;
    private long pause = FIRST_PAUSE;

    Attempts(Supplier<CompletableFuture<T>> attempt, Retry retry, long deadline) {
      this.attempt = attempt;
      this.retry = retry;
      this.deadline = deadline;
      result.whenComplete(
          (done, failure) -> {
            CompletableFuture<T> running = current;
            if (result.isCancelled() && running != null) {
              running.cancel(false);
            }
          });
    }

    void follow(CompletableFuture<T> running, long startedAt) {
      current = running;
      running.whenComplete(
          (value, failure) -> {
            if (failure == null) {
              result.complete(value);
            } else {
              failed(unwrap(failure), startedAt);
            }
          });
      if (result.isCancelled()) {
        running.cancel(false);
      }
    }

    private void failed(Throwable failure, long startedAt) {
      failed++;
      long now = clocks.now();
      if (result.isDone()
          || !(failure instanceof DriverException problem)
          || !retry.allows(problem.outcome(), failed)
          || deadline - now <= 0
          || closed) {
        result.completeExceptionally(failure);
        return;
      }
      counting.count(Counter.RETRIED, Text.of(failure));
      long wait = 0;
      if (now - startedAt < FAST) {
        wait = Math.min(pause, deadline - now);
        pause = Math.min(pause * 2, LONGEST_PAUSE);
      }
      clocks.later(this::again, wait);
    }

    private void again() {
      if (!result.isDone()) {
        long startedAt = clocks.now();
        try {
          follow(attempt.get(), startedAt);
        } catch (RuntimeException e) {
          result.completeExceptionally(e);
        }
      }
    }
  }

  /** The failure itself, out of what futures wrap around it. */
  static Throwable unwrap(Throwable failure) {
    Throwable inner = failure;
    while (inner instanceof CompletionException && inner.getCause() != null) {
      inner = inner.getCause();
    }
    return inner;
  }

  /** What became of a message whose publication ended with {@code failure}. */
  static Outcome outcome(Throwable failure) {
    return failure instanceof DriverException problem
        ? problem.outcome()
        : failure instanceof CancellationException ? Outcome.UNKNOWN : Outcome.NOT_SENT;
  }

  /** A mandatory message came back: nobody listens. */
  static final class ReturnedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ReturnedException(String address) {
      super(address, null, false, false);
    }
  }
}
