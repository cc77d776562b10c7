package dev.svar.rabbitmq;

import static dev.svar.rabbitmq.Verdict.REFUSED;
import static dev.svar.rabbitmq.Verdict.REPEAT;
import static dev.svar.rabbitmq.Verdict.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.svar.driver.Message;
import dev.svar.driver.PublishOptions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class VerdictTest {
  private static final Closure MISSING =
      new Closure(false, 404, "NOT_FOUND - no exchange 'nova' in vhost '/'", 60, 40);
  private static final Closure TOO_LARGE =
      new Closure(
          false,
          406,
          "PRECONDITION_FAILED - message size 200 is larger than configured max size 100",
          60,
          40);

  private static Publication to(String exchange, int size) {
    return new Publication(
        new Topology.Route(exchange, "key", null),
        new Message(new byte[size], null, null, Map.of()),
        PublishOptions.DEFAULT,
        false,
        PublishChannel.Receipt.CONFIRM);
  }

  @Test
  void the_only_message_to_a_missing_exchange_is_repeated_with_what_follows() {
    assertThat(Verdict.on(MISSING, List.of(to("a", 1), to("nova", 1), to("b", 1))))
        .containsExactly(UNKNOWN, REPEAT, REPEAT);
  }

  @Test
  void of_several_to_a_missing_exchange_only_the_last_certainly_met_it() {
    assertThat(Verdict.on(MISSING, List.of(to("nova", 1), to("b", 1), to("nova", 1))))
        .containsExactly(UNKNOWN, UNKNOWN, REPEAT);
  }

  @Test
  void a_message_is_repeated_once() {
    Publication again = to("nova", 1);
    again.repeated = true;
    assertThat(Verdict.on(MISSING, List.of(again, to("b", 1)))).containsExactly(REFUSED, REPEAT);
  }

  @Test
  void the_first_that_is_too_large_is_refused() {
    assertThat(Verdict.on(TOO_LARGE, List.of(to("a", 100), to("a", 200), to("a", 300), to("a", 1))))
        .containsExactly(UNKNOWN, REFUSED, REPEAT, REPEAT);
  }

  @Test
  void without_a_reason_everything_is_unknown() {
    Closure other = new Closure(false, 541, "INTERNAL_ERROR", 60, 40);
    Closure byAnother = new Closure(false, 404, "no exchange 'nova'", 50, 20);
    assertThat(Verdict.on(null, List.of(to("a", 1)))).containsExactly(UNKNOWN);
    assertThat(Verdict.on(other, List.of(to("a", 1)))).containsExactly(UNKNOWN);
    assertThat(Verdict.on(byAnother, List.of(to("nova", 1)))).containsExactly(UNKNOWN);
  }
}
