package dev.svar.cli;

import dev.svar.Counter;
import org.jspecify.annotations.Nullable;

/** What a transport counts, as a command that runs on and on tells it. */
final class BusNews {
  private BusNews() {}

  /** A line; null for what is about one message, and no loss. */
  static @Nullable String text(Counter counter, String detail) {
    return switch (counter) {
      case LOST -> "connection lost: " + detail;
      case RECONNECTED -> "connected again: " + detail;
      case BLOCKED -> "the broker takes no messages for now: " + detail;
      case REJECTED -> "rejected a message: " + detail;
      case DUPLICATE -> "dropped what came twice: " + detail;
      case REPLY_DROPPED -> "dropped an answer: " + detail;
      case REQUEST_DROPPED -> "dropped a request: " + detail;
      case UNHANDLED -> "acknowledged an event of a priority that was not asked for: " + detail;
      case REPAIRED -> "restored: " + detail;
      case DEGRADED -> "degraded: " + detail;
      default -> null;
    };
  }
}
