package dev.svar.cli;

import dev.svar.MessagingException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a step of the demo gave.
 *
 * @param received for people
 * @param expected whether it is what the step should give
 */
record Outcome(String received, boolean expected) {

  static Outcome of(String received, boolean expected) {
    return new Outcome(received, expected);
  }

  /** An answer. */
  static Outcome value(String value, Predicate<String> expected) {
    return new Outcome(JsonLine.of(value), expected.test(value));
  }

  /** What can fail, and should. */
  interface Attempt {
    @Nullable Object make();
  }

  /**
   * A failure of type {@code type}.
   *
   * @throws MessagingException if the attempt was interrupted
   */
  static <X extends MessagingException> Outcome failure(
      Class<X> type, Attempt attempt, Predicate<X> expected) {
    try {
      return new Outcome(JsonLine.of(attempt.make()), false);
    } catch (MessagingException e) {
      if (Thread.currentThread().isInterrupted()) {
        throw e;
      }
      return new Outcome(
          e.getClass().getSimpleName() + ": " + Problem.of(e).text(),
          type.isInstance(e) && expected.test(type.cast(e)));
    }
  }
}
