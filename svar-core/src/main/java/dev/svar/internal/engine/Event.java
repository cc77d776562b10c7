package dev.svar.internal.engine;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants to be known: kept for whoever listens, answered by nobody.
 *
 * @param name what it is published under, such as {@code notifications.info}
 * @param message its keys
 * @param context each entry becomes a {@code _context_} key
 * @param envelope whether it goes in an envelope, or bare as before there were any
 * @param timeout zero or more, connecting included
 */
public record Event(
    String exchange,
    String name,
    Map<String, ? extends @Nullable Object> message,
    Map<String, ? extends @Nullable Object> context,
    boolean envelope,
    Duration timeout,
    Retry retry) {

  String what() {
    return "An event for " + exchange + "/" + name;
  }
}
