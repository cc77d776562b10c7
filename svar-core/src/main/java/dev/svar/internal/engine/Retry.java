package dev.svar.internal.engine;

import dev.svar.driver.DriverException.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * How often publishing is tried again.
 *
 * @param times null if the application gave no number; -1 for until the deadline
 */
public record Retry(@Nullable Integer times) {

  /** Until the deadline, while the message certainly did not reach the broker. */
  public static final Retry DEFAULT = new Retry(null);

  /** Whether to try again after {@code failed} attempts, the last of which ended in this way. */
  boolean allows(Outcome outcome, int failed) {
    if (outcome == Outcome.REFUSED || (outcome == Outcome.UNKNOWN && times == null)) {
      return false;
    }
    return times == null || times < 0 || failed <= times;
  }
}
