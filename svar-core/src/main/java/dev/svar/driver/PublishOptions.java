package dev.svar.driver;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How one message is published.
 *
 * @param mandatory whether a message that no queue takes comes back through {@link
 *     DriverEvents#returned}
 * @param expiration after which the broker may drop the message unread; null for never
 * @param confirm whether the publication ends only when the broker has taken the message over. If
 *     false it ends when the message is written, and a later refusal comes through {@link
 *     DriverEvents#refused}
 */
public record PublishOptions(boolean mandatory, @Nullable Duration expiration, boolean confirm) {

  /** Confirmed, not mandatory, without expiration. */
  public static final PublishOptions DEFAULT = new PublishOptions(false, null, true);

  /** Confirmed and mandatory, without expiration. */
  public static final PublishOptions MANDATORY = new PublishOptions(true, null, true);
}
