package dev.svar.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;

final class AvailabilityTest {

  private static final Optional<String> REASON = Optional.of("RabbitMQ was not found.");

  @Test
  void what_is_there_enables_the_test() {
    assertThat(Availability.condition(Optional.empty(), true).isDisabled()).isFalse();
    assertThat(Availability.condition(Optional.empty(), false).isDisabled()).isFalse();
  }

  @Test
  void what_is_missing_skips_the_test_with_the_reason() {
    ConditionEvaluationResult result = Availability.condition(REASON, false);

    assertThat(result.isDisabled()).isTrue();
    assertThat(result.getReason()).isEqualTo(REASON);
  }

  @Test
  void what_is_missing_where_it_is_required_fails_the_test_with_the_reason() {
    assertThatThrownBy(() -> Availability.condition(REASON, true))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "RabbitMQ was not found. CI is true in the environment, so this test must run.");
  }
}
