package dev.svar.testkit;

import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;

/**
 * Whether tests that need something from their surroundings run: a broker, another language.
 *
 * <p>Where it is missing they are skipped with the reason. Where the environment variable {@code
 * CI} is {@code true} they fail with it, so that nobody takes skipped tests for passed ones.
 */
public final class Availability {

  private Availability() {}

  /**
   * Decides for tests that need one thing.
   *
   * @param unavailable why it is missing; empty if it is there
   * @return enabled, or disabled with the reason
   * @throws IllegalStateException if it is missing and {@code CI} is {@code true}
   */
  public static ConditionEvaluationResult condition(Optional<String> unavailable) {
    return condition(unavailable, "true".equals(System.getenv("CI")));
  }

  static ConditionEvaluationResult condition(Optional<String> unavailable, boolean required) {
    if (unavailable.isEmpty()) {
      return ConditionEvaluationResult.enabled("All that the test needs is here");
    }
    if (required) {
      throw new IllegalStateException(
          unavailable.get() + " CI is true in the environment, so this test must run.");
    }
    return ConditionEvaluationResult.disabled(unavailable.get());
  }
}
