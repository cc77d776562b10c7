package dev.svar.classic;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a member of a consumer pool does with messages. Called by several workers at a time. */
@FunctionalInterface
public interface MessageCallback {

  /**
   * Takes one message out of its envelope, with every key that is in it: those of the context start
   * with {@code _context_}.
   *
   * @throws Exception if it could not: the message is lost, or goes back to its queue, as {@link
   *     Connection#joinConsumerPool} was told
   */
  void received(Map<String, @Nullable Object> message) throws Exception;
}
