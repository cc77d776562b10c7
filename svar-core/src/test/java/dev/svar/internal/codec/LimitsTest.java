package dev.svar.internal.codec;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class LimitsTest {

  @Test
  void a_limit_is_more_than_nothing() {
    assertThatThrownBy(() -> new Limits(0, 1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("messageBytes: 0 (expected: more than 0)");
    assertThatThrownBy(() -> new Limits(1, -1, 1)).hasMessage("depth: -1 (expected: more than 0)");
    assertThatThrownBy(() -> new Limits(1, 1, 0))
        .hasMessage("numberDigits: 0 (expected: more than 0)");
  }
}
