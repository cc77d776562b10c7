package dev.svar.internal.engine;

import org.jspecify.annotations.Nullable;

/** Which addresses of its target a server listens on. */
public sealed interface Scope {

  /** A server's own: its topic, its name, and what goes to every server. */
  record Whole() implements Scope {}

  /**
   * The target's address and no other.
   *
   * @param pool the queue that its messages are shared through, for a topic; null for the topic's
   *     own
   */
  record Single(@Nullable String pool) implements Scope {}
}
