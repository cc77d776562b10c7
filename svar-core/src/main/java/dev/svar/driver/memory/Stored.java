package dev.svar.driver.memory;

import dev.svar.driver.Message;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A message in one queue, or given out from it.
 *
 * <p>Guarded by the {@link Gate}, except {@link #message}, which never changes.
 */
final class Stored {
  final Message message;

  /** Whether a handler has seen it. */
  boolean redelivered;

  /** Whether it is in a {@link Backlog}, which alone writes this and the two below. */
  boolean waits;

  @Nullable Stored previous;

  @Nullable Stored next;

  private final boolean expires;
  private final long deadline;
  private @Nullable ScheduledFuture<?> expiry;

  /**
   * Wraps {@code message}, whose time runs from now.
   *
   * @param expiration null for never
   */
  Stored(Message message, @Nullable Duration expiration) {
    this.message = message;
    expires = expiration != null;
    deadline = expiration != null ? System.nanoTime() + Nanos.of(expiration) : 0;
  }

  /** Whether its time is up. */
  boolean expired() {
    return expires && deadline - System.nanoTime() <= 0;
  }

  /** Has {@code drop} run when the time is up, if it ever is. */
  void startExpiry(ScheduledExecutorService timer, Runnable drop) {
    if (!expires) {
      return;
    }
    try {
      expiry = timer.schedule(drop, deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      // The timer ends with its transport. The message is dropped when its turn comes.
      expiry = null;
    }
  }

  /** It waits no longer. */
  void stopExpiry() {
    if (expiry != null) {
      expiry.cancel(false);
      expiry = null;
    }
  }
}
