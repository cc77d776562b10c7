package dev.svar.internal.engine;

import java.time.Duration;
import java.util.Locale;

/** How messages for people say things. */
public final class Text {
  private Text() {}

  /** {@code 20 ms}, {@code 1.5 s}, {@code 60 s}, {@code 10 min}. */
  public static String of(Duration duration) {
    long millis = duration.toMillis();
    if (millis < 1_000) {
      return millis + " ms";
    }
    if (millis % 60_000 == 0 && millis >= 120_000) {
      return millis / 60_000 + " min";
    }
    return millis % 1_000 == 0
        ? millis / 1_000 + " s"
        : String.format(Locale.ROOT, "%.1f s", millis / 1_000.0);
  }

  /** The same of a number of nanoseconds. */
  static String nanos(long nanos) {
    return of(Duration.ofNanos(Math.max(0, nanos)));
  }

  /** {@code 1 request waits}, {@code 2 requests wait}. */
  static String requestsWait(long count) {
    return count == 1 ? "1 request waits" : count + " requests wait";
  }

  /** {@code 1 item}, {@code 2 items}. */
  static String items(long count) {
    return count == 1 ? "1 item" : count + " items";
  }

  /** What an exception says, or its class where it says nothing. */
  static String of(Throwable failure) {
    String message = failure.getMessage();
    return message == null || message.isBlank() ? failure.getClass().getSimpleName() : message;
  }
}
