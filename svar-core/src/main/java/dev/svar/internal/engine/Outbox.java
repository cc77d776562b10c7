package dev.svar.internal.engine;

import dev.svar.Counter;
import dev.svar.driver.Address;
import dev.svar.driver.Driver;
import dev.svar.driver.DriverException;
import dev.svar.driver.DriverException.Outcome;
import dev.svar.driver.Message;
import dev.svar.driver.PublishOptions;
import dev.svar.driver.PublishOptions.Confirm;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
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

  /** What waits for its next attempt: the timer may end before. */
  private final Set<Attempts<?>> paused = ConcurrentHashMap.newKeySet();

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
   * @param confirm when the result ends
   * @return ends also with {@link ReturnedException} if it came back
   */
  CompletableFuture<Void> publishMandatory(
      String uniqueId,
      Address address,
      Message message,
      Confirm confirm,
      Retry retry,
      long deadline) {
    PublishOptions options = new PublishOptions(true, null, confirm);
    Following<Void> sending = new Following<>();
    mandatory.put(
        uniqueId,
        () -> {
          sending.completeExceptionally(new ReturnedException(address.toString()));
          sending.cancel(false);
        });
    sending.follow(() -> publish(address, message, options, retry, deadline));
    sending.whenComplete((done, failure) -> mandatory.remove(uniqueId));
    return sending;
  }

  /** Hears that a mandatory message came back. Returns whether it was one of these. */
  boolean returned(String uniqueId) {
    Runnable waiting = mandatory.remove(uniqueId);
    if (waiting != null) {
      waiting.run();
    }
    return waiting != null;
  }

  /** Publishes one message. The result can be cancelled as the driver's can. */
  CompletableFuture<Void> publish(
      Address address, Message message, PublishOptions options, Retry retry, long deadline) {
    return attempt(() -> driver.publish(address, message, options), retry, deadline, true);
  }

  /**
   * Runs {@code attempt} until it succeeds, the rule forbids another one, or {@code deadline} has
   * passed; then the result ends with the last {@link DriverException}.
   *
   * @return a future that can be cancelled while no attempt has succeeded yet, or may have; nothing
   *     is attempted again in any case
   */
  <T> CompletableFuture<T> attempt(
      Supplier<CompletableFuture<T>> attempt, Retry retry, long deadline) {
    return attempt(attempt, retry, deadline, false);
  }

  /** The same, telling at its end whether any of the attempts may have succeeded, if so wished. */
  private <T> CompletableFuture<T> attempt(
      Supplier<CompletableFuture<T>> attempt, Retry retry, long deadline, boolean ofAll) {
    CompletableFuture<T> first = attempt.get();
    if (first.isDone() && !first.isCompletedExceptionally()) {
      return first;
    }
    Attempts<T> attempts = new Attempts<>(attempt, retry, deadline, ofAll);
    attempts.follow(first, clocks.now());
    return attempts;
  }

  /** Tries nothing again from here on. What waits for that ends. */
  void close() {
    closed = true;
    paused.forEach(Attempts::giveUp);
  }

  private final class Attempts<T> extends CompletableFuture<T> {
    private final Supplier<CompletableFuture<T>> attempt;
    private final Retry retry;
    private final long deadline;
    private final boolean ofAll;

    /** The attempt under way; null between two, and while the next one is made. */
    private volatile @Nullable CompletableFuture<T> current;

    /** Whether the next attempt may be made; taken by the one who makes or prevents it. */
    private final AtomicBoolean pausing = new AtomicBoolean();

    private volatile boolean abandoned;
    private volatile boolean maybeSent;
    private @Nullable DriverException lastFailure;
    private int failed;
    private long pause = FIRST_PAUSE;

    Attempts(Supplier<CompletableFuture<T>> attempt, Retry retry, long deadline, boolean ofAll) {
      this.attempt = attempt;
      this.retry = retry;
      this.deadline = deadline;
      this.ofAll = ofAll;
    }

    void follow(CompletableFuture<T> running, long startedAt) {
      current = running;
      running.whenComplete(
          (value, failure) -> {
            if (failure == null) {
              complete(value);
            } else {
              failed(unwrap(failure), startedAt);
            }
          });
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
      abandoned = true;
      CompletableFuture<T> running = current;
      boolean prevented = prevent();
      if (prevented && maybeSent) {
        endWithLast(); // nobody else will
      }
      boolean withdrawn = prevented || (running != null && running.cancel(false));
      return withdrawn && !maybeSent && (isCancelled() || super.cancel(false));
    }

    /** Ends it if it waits for its next attempt. */
    void giveUp() {
      if (prevent()) {
        endWithLast();
      }
    }

    /** Whether the next attempt was still to be made, and the caller is the one who decides. */
    private boolean prevent() {
      paused.remove(this);
      return pausing.getAndSet(false);
    }

    private void endWithLast() {
      DriverException last = lastFailure;
      if (last != null) {
        completeExceptionally(known(last));
      }
    }

    /** What is known after {@code last}: that it was not sent says nothing of those before it. */
    private Throwable known(Throwable last) {
      return ofAll
              && maybeSent
              && last instanceof DriverException problem
              && problem.outcome() == Outcome.NOT_SENT
          ? new DriverException(
              Outcome.UNKNOWN,
              "an attempt had no known outcome, and the last one failed: " + Text.of(problem),
              problem)
          : last;
    }

    private void failed(Throwable failure, long startedAt) {
      failed++;
      maybeSent |=
          failure instanceof DriverException unclear && unclear.outcome() == Outcome.UNKNOWN;
      long now = clocks.now();
      if (abandoned
          || !(failure instanceof DriverException problem)
          || !retry.allows(problem.outcome(), failed)
          || deadline - now <= 0
          || closed) {
        completeExceptionally(known(failure));
        return;
      }
      lastFailure = problem;
      counting.count(Counter.RETRIED, Text.of(failure));
      long wait = 0;
      if (now - startedAt < FAST) {
        wait = Math.min(pause, deadline - now);
        pause = Math.min(pause * 2, LONGEST_PAUSE);
      }
      current = null;
      pausing.set(true);
      paused.add(this);
      clocks.later(this::again, wait);
      if (closed) { // after it was added: close() looks in the other order
        giveUp();
      }
    }

    private void again() {
      if (!prevent()) {
        return;
      }
      DriverException last = lastFailure;
      if (last != null && (abandoned || deadline - clocks.now() <= 0)) {
        completeExceptionally(known(last));
        return;
      }
      long startedAt = clocks.now();
      try {
        follow(attempt.get(), startedAt);
      } catch (RuntimeException e) {
        completeExceptionally(e);
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

  /** A mandatory message came back: nobody listens. */
  static final class ReturnedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ReturnedException(String address) {
      super(address, null, false, false);
    }
  }
}
