package dev.svar.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.svar.Context;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Which events a filter lets through. */
final class NotificationFilterTest {

  private static Notification event(Object payload) {
    return Notification.builder(Priority.INFO, "compute.instance.create.start")
        .publisherId("compute.host1")
        .context(Context.of(Map.of("request_id", "req-9", "is_admin", true)))
        .messageId("59c65317-98eb-47b7-b1dd-55d5199634b5")
        .payload(payload)
        .build();
  }

  private static Map<String, Object> payload() {
    Map<String, Object> payload = new HashMap<>();
    payload.put("state", "active");
    payload.put("count", 7);
    payload.put("nothing", null);
    payload.put("nova_object.data", Map.of("host", Map.of("name", "host1")));
    payload.put("a", Map.of("b", "nested"));
    payload.put("a.b", "flat");
    return payload;
  }

  static Stream<Arguments> rules() {
    return Stream.of(
        rule("no rule", f -> f, true),
        rule("event type from its start", f -> f.eventType("compute\\."), true),
        rule("event type to its end", f -> f.eventType(".*start$"), true),
        rule("event type not from its start", f -> f.eventType("instance"), false),
        rule("publisher", f -> f.publisherId("compute\\.host\\d"), true),
        rule("another publisher", f -> f.publisherId("volume"), false),
        rule("context", f -> f.context("request_id", "req"), true),
        rule("context that differs", f -> f.context("request_id", "abc"), false),
        rule("context that is missing", f -> f.context("user_id", ".*"), false),
        rule("context that is no text", f -> f.context("is_admin", ".*"), false),
        rule("message id", f -> f.metadata("message_id", "59c6"), true),
        rule("timestamp", f -> f.metadata("timestamp", "2\\d\\d\\d-"), true),
        rule("another message id", f -> f.metadata("message_id", "60"), false),
        rule("payload", f -> f.payload("state", "act"), true),
        rule("payload that differs", f -> f.payload("state", "err"), false),
        rule("payload that is no text", f -> f.payload("count", ".*"), false),
        rule("payload that is null", f -> f.payload("nothing", ".*"), false),
        rule("payload that is missing", f -> f.payload("nowhere", ".*"), false),
        rule("a path", f -> f.payload("nova_object.data.host.name", "host1$"), true),
        rule("a path into a text", f -> f.payload("state.x", ".*"), false),
        rule("a key before a path", f -> f.payload("a.b", "flat"), true),
        rule("all rules match", f -> f.eventType("compute").payload("state", "active"), true),
        rule("one of them does not", f -> f.eventType("compute").payload("state", "x"), false));
  }

  private static Arguments rule(
      String name, UnaryOperator<NotificationFilter.Builder> rule, boolean matches) {
    return Arguments.of(name, rule, matches);
  }

  @ParameterizedTest(name = "{0}: {2}")
  @MethodSource("rules")
  void every_rule_must_match_from_the_start_of_a_text(
      String name, UnaryOperator<NotificationFilter.Builder> rule, boolean matches) {
    NotificationFilter filter = rule.apply(NotificationFilter.builder()).build();

    assertThat(filter.matches(event(payload()))).isEqualTo(matches);
  }

  @Test
  void a_payload_that_is_no_map_matches_no_rule() {
    NotificationFilter filter = NotificationFilter.builder().payload("state", ".*").build();

    assertThat(filter.matches(event("state"))).isFalse();
    assertThat(filter.matches(event(null))).isFalse();
  }

  @Test
  void a_rule_that_is_no_regular_expression_is_refused_with_its_place() {
    assertThatThrownBy(() -> NotificationFilter.builder().eventType("compute.[a-"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("eventType: \"compute.[a-\"")
        .hasMessageContaining("expected: a regular expression");
    assertThatThrownBy(() -> NotificationFilter.builder().payload("state", "*"))
        .hasMessageContaining("payload state");
    assertThatThrownBy(() -> NotificationFilter.builder().metadata("priority", "x"))
        .hasMessageContaining("expected: message_id or timestamp");
  }
}
