package dev.svar.internal.codec;

import static dev.svar.internal.codec.Messages.CODEC;
import static dev.svar.internal.codec.Messages.cast;
import static dev.svar.internal.codec.Messages.inner;
import static dev.svar.internal.codec.Messages.sent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What values become on their way out, and which are refused. */
final class ValuesTest {

  private enum Power {
    ON,
    OFF;

    @Override
    public String toString() {
      return "for people";
    }
  }

  private record Volume(String name, long size, Optional<String> zone, List<Double> sizes) {}

  private record Key(int a) {}

  @Test
  void scalars_stay_what_they_are() throws Exception {
    assertThat(sent(null)).isNull();
    assertThat(sent(true)).isEqualTo(true);
    assertThat(sent(0)).isEqualTo(0);
    assertThat(sent(1L << 40)).isEqualTo(1L << 40);
    assertThat(sent(BigInteger.TWO.pow(70))).isEqualTo(BigInteger.TWO.pow(70));
    assertThat(sent(-0.0)).isEqualTo(-0.0);
    assertThat(sent(0.1f)).isEqualTo(0.1);
    assertThat(sent(new BigDecimal("1.50"))).isEqualTo(1.5);
    assertThat(sent("")).isEqualTo("");
    assertThat(sent('c')).isEqualTo("c");
  }

  @Test
  void records_and_beans_become_maps_in_the_order_they_declare() throws Exception {
    Volume volume = new Volume("v1", 10, Optional.empty(), List.of(1.0, 2.5));

    assertThat(inner(CODEC.encode(cast("volume", volume))))
        .contains("{\"volume\":{\"name\":\"v1\",\"size\":10,\"zone\":null,\"sizes\":[1.0,2.5]}}");
  }

  @Test
  void a_local_date_time_has_the_six_digits_that_python_writes_and_expects() throws Exception {
    assertThat(sent(LocalDateTime.of(1920, 2, 3, 4, 5, 6, 7_000)))
        .isEqualTo("1920-02-03T04:05:06.000007");
    assertThat(sent(LocalDateTime.of(2026, 11, 22, 12, 0))).isEqualTo("2026-11-22T12:00:00.000000");
    assertThat(sent(LocalDateTime.of(2026, 11, 22, 12, 0, 0, 1)))
        .as("more where there is more, so that nothing is lost")
        .isEqualTo("2026-11-22T12:00:00.000000001");
  }

  @Test
  void other_times_are_iso_text() throws Exception {
    assertThat(sent(Instant.ofEpochSecond(1))).isEqualTo("1970-01-01T00:00:01Z");
    assertThat(sent(LocalDate.of(2026, 1, 2))).isEqualTo("2026-01-02");
    assertThat(sent(Duration.ofSeconds(90))).isEqualTo("PT1M30S");
    assertThat(sent(ZonedDateTime.of(2026, 1, 2, 3, 4, 5, 0, ZoneId.of("Europe/Stockholm"))))
        .isEqualTo("2026-01-02T03:04:05+01:00");
  }

  @Test
  void enums_go_by_their_names_and_other_values_by_their_text() throws Exception {
    UUID uuid = UUID.randomUUID();

    assertThat(sent(Power.ON)).isEqualTo("ON");
    assertThat(sent(uuid)).isEqualTo(uuid.toString());
    assertThat(sent(Optional.of(1))).isEqualTo(1);
    assertThat(sent(new byte[] {1, 2, (byte) 0xff})).as("base64").isEqualTo("AQL/");
    assertThat(sent(new IllegalStateException("no disk")))
        .isEqualTo("java.lang.IllegalStateException: no disk");
    assertThat(sent(Set.of(1))).isEqualTo(List.of(1));
    assertThat(sent(new int[] {1, 2})).isEqualTo(List.of(1, 2));
    assertThat(sent(List.of(1).iterator())).isEqualTo(List.of(1));
  }

  @Test
  void names_in_maps_become_text_as_in_python() throws Exception {
    Map<Object, Object> map = new LinkedHashMap<>();
    map.put(1, "int");
    map.put(true, "bool");
    map.put(null, "null");
    map.put(1.5, "float");
    map.put(Power.OFF, "enum");
    map.put(LocalDate.of(2026, 1, 2), "date");

    assertThat(inner(CODEC.encode(cast("map", map))))
        .contains(
            """
            {"1":"int","true":"bool","null":"null","1.5":"float","OFF":"enum",\
            "2026-01-02":"date"}""");
  }

  @Test
  void a_name_without_text_of_its_own_is_refused() {
    refused(
        Map.of("m", Map.of(new Key(1), "x")),
        "args.arg.m: " + Key.class.getTypeName() + " as a key (expected: text)");
    refused(
        Map.of(List.of(1), "x"),
        "args.arg: java.util.ImmutableCollections$List12 as a key" + " (expected: text)");
  }

  @Test
  void numbers_that_json_does_not_have_are_refused_with_their_path() {
    Map<String, Object> volume = Map.of("sizes", List.of(1, 2, 3, Double.NaN));
    assertThatThrownBy(() -> CODEC.encode(cast("volume", volume)))
        .isInstanceOf(EncodeException.class)
        .hasMessage("args.volume.sizes[3]: NaN (JSON has no such number)");
    refused(Float.NEGATIVE_INFINITY, "args.arg: -Infinity (JSON has no such number)");
    refused(
        new double[] {1, Double.POSITIVE_INFINITY},
        "args.arg[1]: Infinity (JSON has no such" + " number)");
    refused(
        List.of(new Volume("v", 1, Optional.empty(), List.of(0.0, Double.NaN))),
        "args.arg[0].sizes[1]: NaN (JSON has no such number)");
    assertThatThrownBy(
            () ->
                CODEC.encode(
                    new Request("m", Map.of(), null, null, Map.of("load", Double.NaN), "u", null)))
        .hasMessage("context.load: NaN (JSON has no such number)");
    assertThatThrownBy(() -> CODEC.encode(Messages.result(List.of(Double.NaN))))
        .hasMessage("result[0]: NaN (JSON has no such number)");
  }

  @Test
  void numbers_longer_than_the_limit_are_refused() throws Exception {
    BigInteger allowed = BigInteger.TEN.pow(10_000).subtract(BigInteger.ONE);

    assertThat(sent(allowed)).isEqualTo(allowed);
    refused(BigInteger.TEN.pow(10_000), "args.arg: a number longer than 10000 digits");
    refused(
        new BigDecimal(BigInteger.TEN.pow(10_000)), "args.arg: a number longer than 10000 digits");
  }

  @Test
  void what_is_in_itself_is_refused() {
    Map<String, Object> map = new HashMap<>();
    map.put("self", map);
    refused(
        map,
        "args.arg.self.self.self.self.self.self.self.self.self.self.self.self.self.self…: nested"
            + " deeper than 1000 levels, or in itself");
    List<Object> list = new ArrayList<>();
    list.add(list);
    refused(
        list,
        "args.arg[0][0][0][0][0][0][0][0][0][0][0][0][0][0]…: nested deeper than 1000 levels, or"
            + " in itself");
  }

  @Test
  void what_has_nothing_to_write_is_refused_with_its_type() {
    refused(
        Map.of("x", List.of(1, new Object())),
        "args.arg.x[1]: java.lang.Object cannot be written as JSON");
  }

  /** Throws when it is looked at. */
  public static final class Moody {
    private final Iterator<Integer> moods = Collections.emptyIterator();

    public int getMood() {
      return moods.next();
    }
  }

  @Test
  void what_throws_while_it_is_written_is_named_and_its_exception_kept() {
    assertThatThrownBy(() -> CODEC.encode(cast("arg", List.of(new Moody()))))
        .isInstanceOf(EncodeException.class)
        .hasMessage(
            "args.arg[0].mood: writing it of dev.svar.internal.codec.ValuesTest$Moody threw"
                + " java.util.NoSuchElementException")
        .hasRootCauseInstanceOf(NoSuchElementException.class);
  }

  private static void refused(Object value, String message) {
    assertThatThrownBy(() -> CODEC.encode(cast("arg", value)))
        .isInstanceOf(EncodeException.class)
        .hasMessage(message);
  }
}
