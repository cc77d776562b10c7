package dev.svar.internal.engine;

import dev.svar.internal.codec.EncodeException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Values that a method gives its caller before it returns. Callers of 2013 get them; others want
 * one answer, which is what the method returns. Thread-safe.
 */
public final class EarlyReplies {
  private static final Logger log = LoggerFactory.getLogger(EarlyReplies.class);

  private final Replies replies;
  private final Replies.@Nullable Caller caller;
  private volatile boolean over;

  /**
   * For one request.
   *
   * @param caller null if nobody waits for an answer
   */
  EarlyReplies(Replies replies, Replies.@Nullable Caller caller) {
    this.replies = replies;
    this.caller = caller;
  }

  /**
   * Sends a value, and waits until the broker has it, or the caller has gone. Does nothing for who
   * wants one answer, and once the method has returned.
   *
   * @throws IllegalArgumentException if it cannot be written, naming its path
   */
  public void reply(@Nullable Object value) {
    if (caller == null || caller.era() == Era.TODAY || over) {
      log.debug("A value is not sent: {}", over ? "its method has returned" : "nobody wants it");
      return;
    }
    try {
      replies.early(caller, value).join();
    } catch (EncodeException e) {
      throw new IllegalArgumentException(
          "A reply of " + caller.method() + " cannot be written: " + Text.of(e), e);
    }
  }

  /** The method has returned. */
  void end() {
    over = true;
  }
}
