package dev.svar.internal.engine;

import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the caller of a monitored request every half of its interval that the request is alive,
 * until {@link #stop}, or until nobody is there to see it. Thread-safe.
 */
final class Heartbeat {
  private static final Logger log = LoggerFactory.getLogger(Heartbeat.class);

  private static final long MOST_SECONDS = TimeUnit.DAYS.toSeconds(366);

  private volatile boolean stopped;
  private volatile @Nullable Future<?> due;
  private long half;

  private Heartbeat() {}

  /**
   * Starts it, if the request asks for one.
   *
   * @param timeout {@code _timeout} as it came: seconds, of which the fraction is dropped
   * @return null if it does not, or asks for what is no interval
   */
  static @Nullable Heartbeat start(
      @Nullable Object timeout, Replies.Caller caller, Replies replies, Clocks clocks) {
    if (timeout == null || Boolean.FALSE.equals(timeout) || "".equals(timeout)) {
      return null;
    }
    long seconds = seconds(timeout);
    if (seconds == 0 && isZero(timeout)) {
      return null;
    }
    if (seconds < 2 || seconds > MOST_SECONDS) {
      log.warn(
          "Request {} asks for heartbeats with _timeout {} (expected: 2 seconds to a year): it gets"
              + " none",
          caller.messageId(),
          timeout);
      return null;
    }
    Heartbeat heartbeat = new Heartbeat();
    heartbeat.half = TimeUnit.SECONDS.toNanos(seconds) / 2;
    heartbeat.next(caller, replies, clocks);
    return heartbeat;
  }

  private void next(Replies.Caller caller, Replies replies, Clocks clocks) {
    due = clocks.later(() -> beat(caller, replies, clocks), half);
    if (stopped) {
      stop();
    }
  }

  private static boolean isZero(Object timeout) {
    return timeout instanceof Number number && number.doubleValue() == 0;
  }

  private static long seconds(Object timeout) {
    if (timeout instanceof Number number) {
      return number.longValue();
    }
    try {
      return timeout instanceof String text ? Long.parseLong(text.strip()) : -1;
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  private void beat(Replies.Caller caller, Replies replies, Clocks clocks) {
    if (stopped) {
      return;
    }
    next(caller, replies, clocks);
    replies
        .heartbeat(caller)
        .whenComplete(
            (sent, failure) -> {
              if (failure != null && Outbox.unwrap(failure) instanceof Outbox.ReturnedException) {
                log.debug("The caller of {} is gone: no more heartbeats", caller.messageId());
                stop();
              }
            });
  }

  /** Ends it. Again does nothing. */
  void stop() {
    stopped = true;
    Future<?> next = due;
    if (next != null) {
      next.cancel(false);
    }
  }
}
