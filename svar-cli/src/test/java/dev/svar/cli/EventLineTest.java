package dev.svar.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.svar.notify.Notification;
import dev.svar.notify.Priority;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class EventLineTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00.250Z");
  private static final Clock OSLO = Clock.fixed(NOON, ZoneId.of("Europe/Oslo"));

  private static Notification.Builder event(Priority priority) {
    return Notification.builder(priority, "a.b").publisherId("me").time(NOON).payload("text");
  }

  private static String line(Map<String, String> environment, Notification event) {
    return new EventLine(Screen.of(environment), OSLO).text(event);
  }

  private static String line(Notification event) {
    return line(Map.of(), event);
  }

  @Test
  void when_how_important_who_what_and_what_about() {
    assertThat(line(event(Priority.INFO).build()))
        .isEqualTo("13:00:00.250  info      me  a.b  \"text\"");
    assertThat(line(event(Priority.CRITICAL).payload(null).build()))
        .isEqualTo("13:00:00.250  critical  me  a.b");
  }

  @Test
  void another_day_is_named() {
    assertThat(line(event(Priority.INFO).time(Instant.parse("2026-11-22T23:30:00Z")).build()))
        .startsWith("2026-11-23 00:30:00.000  info  ");
  }

  @Test
  void what_is_missing_has_its_place() {
    assertThat(line(Notification.builder(Priority.INFO, "").time(NOON).build()))
        .isEqualTo("13:00:00.250  info      -  -");
  }

  @Test
  void nothing_steers_the_terminal() {
    assertThat(
            line(
                Notification.builder(Priority.INFO, "a\u001b[31m")
                    .publisherId("b\nc")
                    .time(NOON)
                    .payload(Map.of("k\u001b", "\u009b"))
                    .build()))
        .isEqualTo("13:00:00.250  info      b\\nc  a\\u001b[31m  k\\u001b=\\u009b");
  }

  @Test
  void a_terminal_gets_colours_and_no_more_than_fits() {
    Map<String, String> terminal = Map.of("SVAR_COLUMNS", "33", "TERM", "xterm");

    assertThat(line(terminal, event(Priority.ERROR).build()))
        .isEqualTo("13:00:00.250  \u001b[31merror\u001b[0m     me  a.b …");
    assertThat(line(terminal, event(Priority.INFO).payload(null).build()))
        .isEqualTo("13:00:00.250  \u001b[32minfo\u001b[0m      me  a.b");
  }

  @Test
  void wide_characters_take_two_columns() {
    Map<String, String> terminal = Map.of("SVAR_COLUMNS", "36", "NO_COLOR", "1");

    assertThat(line(terminal, event(Priority.INFO).payload("日本").build()))
        .isEqualTo("13:00:00.250  info      me  a.b  \"…");
    assertThat(line(terminal, event(Priority.INFO).payload("é").build()))
        .isEqualTo("13:00:00.250  info      me  a.b  \"é\"");
  }

  @Test
  void colours_are_left_away_where_they_are_not_wanted() {
    for (Map<String, String> plain :
        List.of(
            Map.of("TERM", "xterm"),
            Map.of("SVAR_COLUMNS", "200", "NO_COLOR", "1"),
            Map.of("SVAR_COLUMNS", "200", "TERM", "dumb"))) {
      assertThat(line(plain, event(Priority.ERROR).build())).doesNotContain("\u001b");
    }
    assertThat(line(Map.of("SVAR_COLUMNS", "200", "NO_COLOR", ""), event(Priority.ERROR).build()))
        .contains("\u001b[31m");
  }
}
