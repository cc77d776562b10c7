package dev.svar.cloudevents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.svar.Context;
import dev.svar.notify.Notification;
import dev.svar.notify.Priority;
import io.cloudevents.CloudEvent;
import java.math.BigInteger;
import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Whatever becomes an event comes back. */
final class CloudEventsProperties {

  @Property(tries = 300)
  void a_notification_comes_back_from_its_event_and_from_its_json(
      @ForAll Priority priority,
      @ForAll("names") String eventType,
      @ForAll("publishers") String publisherId,
      @ForAll("names") String messageId,
      @ForAll("times") Instant time,
      @ForAll("named") Map<String, Object> context,
      @ForAll("values") Object payload) {
    Notification sent =
        Notification.builder(priority, eventType)
            .publisherId(publisherId)
            .messageId(messageId)
            .time(time)
            .context(Context.of(context).with("request_id", "req-1").with("roles", payload))
            .payload(payload)
            .build();

    CloudEvent event = CloudEvents.of(sent);

    assertSame(sent, CloudEvents.notification(event));
    assertThat(CloudEvents.fromJson(CloudEvents.toJson(event))).isEqualTo(event);
    assertSame(sent, CloudEvents.notification(CloudEvents.fromJson(CloudEvents.toJson(event))));
  }

  private static void assertSame(Notification sent, Notification back) {
    assertThat(back.toMap()).isEqualTo(sent.toMap());
    assertThat(back.context()).isEqualTo(sent.context().redacted());
  }

  @Property(tries = 500)
  void every_publisher_has_a_source_of_its_own(@ForAll("publishers") String publisherId) {
    URI source = Sources.source(publisherId);

    assertThat(source.toString()).isNotEmpty().matches("[!-~]+");
    assertThat(Sources.publisherId(source)).isEqualTo(publisherId);
  }

  @Provide
  static Arbitrary<String> publishers() {
    return Arbitraries.oneOf(
            texts(),
            Arbitraries.strings().withChars(":/?#[]@%.a1 ").ofMaxLength(8),
            Arbitraries.of("compute.host1", "/", "//", ":", "a:", "https://host:1/x?y#z", "%41"))
        .filter(text -> !text.isEmpty())
        .injectNull(0.1);
  }

  @Provide
  static Arbitrary<String> names() {
    return texts().map(text -> text.isEmpty() ? "x" : text);
  }

  @Provide
  static Arbitrary<Instant> times() {
    return Arbitraries.longs()
        .between(
            Instant.parse("0000-01-01T00:00:00Z").getEpochSecond(),
            Instant.parse("9999-12-31T23:59:59Z").getEpochSecond())
        .flatMap(
            second ->
                Arbitraries.of(0L, 1L, 120_000L, 999_999L)
                    .map(micros -> Instant.ofEpochSecond(second).plus(micros, ChronoUnit.MICROS)))
        .injectNull(0.1);
  }

  /** Without halves of surrogate pairs, which are no text. */
  @Provide
  static Arbitrary<String> texts() {
    Arbitrary<Integer> any =
        Arbitraries.frequencyOf(
            Tuple.of(6, Arbitraries.integers().between(' ', '~')),
            Tuple.of(2, Arbitraries.of((int) '"', (int) '\\', (int) '%', 0, 0x7f, 0x2028, 0x1f600)),
            Tuple.of(1, Arbitraries.integers().between(0, 0xd7ff)),
            Tuple.of(1, Arbitraries.integers().between(0xe000, 0x10ffff)));
    return any.list()
        .ofMaxSize(20)
        .map(
            points -> {
              StringBuilder text = new StringBuilder();
              points.forEach(text::appendCodePoint);
              return text.toString();
            });
  }

  @Provide
  static Arbitrary<Object> values() {
    return Arbitraries.recursive(
        CloudEventsProperties::scalars, CloudEventsProperties::containers, 0, 3);
  }

  private static Arbitrary<Object> scalars() {
    return Arbitraries.oneOf(
        texts().map(text -> text),
        Arbitraries.integers().map(number -> number),
        Arbitraries.longs().filter(number -> number != number.intValue()).map(number -> number),
        Arbitraries.of(BigInteger.TEN.pow(40), BigInteger.ONE.shiftLeft(63)),
        Arbitraries.longs().map(Double::longBitsToDouble).filter(Double::isFinite).map(d -> d),
        Arbitraries.of(true, false).map(bool -> bool),
        Arbitraries.just(null));
  }

  private static Arbitrary<Object> containers(Arbitrary<Object> parts) {
    return Arbitraries.oneOf(
        parts, parts.list().ofMaxSize(4).map(ArrayList::new), named(parts).map(map -> map));
  }

  @Provide
  static Arbitrary<Map<String, Object>> named() {
    return named(values());
  }

  private static Arbitrary<Map<String, Object>> named(Arbitrary<Object> parts) {
    return Combinators.combine(texts().set().ofMaxSize(4), parts.list().ofSize(4))
        .as(
            (names, values) -> {
              Map<String, Object> map = new LinkedHashMap<>();
              names.forEach(name -> map.put(name, values.get(map.size())));
              return map;
            });
  }
}
