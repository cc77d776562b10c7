package dev.svar.driver;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How one message is published.
 *
 * @param mandatory whether a message that no queue takes comes back through {@link
 *     DriverEvents#returned}
 * @param expiration after which the broker may drop the message unread; null for never
 * @param confirm what the end of the publication says
 */
public record PublishOptions(boolean mandatory, @Nullable Duration expiration, Confirm confirm) {

  /**
   * What the end of a publication says. A driver may send messages of {@link #PROMPT} and others on
   * different ways, so that they need not arrive in the order in which they were published.
   */
  public enum Confirm {
    /** That the message is written. A later refusal comes through {@link DriverEvents#refused}. */
    NONE,

    /**
     * That the broker has taken the message over, which may be asked for together with others, some
     * milliseconds later. With queues that live on one machine it may mean that the broker has
     * passed it on to them.
     */
    EVENTUAL,

    /** That the broker has taken the message over, as soon as it says so. */
    PROMPT
  }

  /** Confirmed promptly, not mandatory, without expiration. */
  public static final PublishOptions DEFAULT = new PublishOptions(false, null, Confirm.PROMPT);

  /** Confirmed promptly and mandatory, without expiration. */
  public static final PublishOptions MANDATORY = new PublishOptions(true, null, Confirm.PROMPT);

  /** Without expiration, and not mandatory. */
  public static PublishOptions of(Confirm confirm) {
    return new PublishOptions(false, null, confirm);
  }
}
