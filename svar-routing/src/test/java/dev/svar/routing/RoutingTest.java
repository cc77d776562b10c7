package dev.svar.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.svar.ConfigurationException;
import dev.svar.Context;
import dev.svar.Target;
import dev.svar.Transport;
import dev.svar.notify.Notification;
import dev.svar.notify.NotificationListener;
import dev.svar.notify.Notifier;
import dev.svar.notify.Priority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which way events go, as the file says. */
final class RoutingTest {
  @TempDir Path folder;
  private final Transport transport = Transport.open("memory:");
  private Path file;
  private int changes;

  @BeforeEach
  void name() {
    file = folder.resolve("routing.yaml");
    RecordingProvider.POLLED.clear();
  }

  @AfterEach
  void close() {
    transport.close();
  }

  private Notifier routed(String rules) throws IOException {
    write(rules);
    return notifier();
  }

  private Notifier notifier() {
    return Notifier.builder(transport)
        .publisherId("me")
        .driver("routing")
        .routingConfig(file)
        .build();
  }

  /** Writes the file as of another moment, as if time had passed. */
  private void write(String rules) throws IOException {
    Files.writeString(file, rules);
    Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(1_000_000 + changes++)));
  }

  private static List<String> tested(Notifier notifier) {
    return notifier.recorded().stream().map(Notification::eventType).toList();
  }

  private static List<String> polled() {
    return RecordingProvider.POLLED.stream().map(Notification::eventType).toList();
  }

  @Test
  void patterns_of_events_choose() throws Exception {
    Notifier notifier = routed("g: {test: {accepted_events: [foo.*, blah.zoo.*, zip]}}");

    for (String type : List.of("foo.bar", "foo", "blah.zoo.a", "blah.a", "zip", "zipper")) {
      notifier.info(Context.EMPTY, type, null);
    }

    assertThat(tested(notifier)).containsExactly("foo.bar", "blah.zoo.a", "zip");
  }

  @Test
  void patterns_of_priorities_choose_in_small_letters() throws Exception {
    Notifier notifier = routed("g: {test: {accepted_priorities: [INFO, err*]}}");

    notifier.info(Context.EMPTY, "i", null);
    notifier.warn(Context.EMPTY, "w", null);
    notifier.error(Context.EMPTY, "e", null);

    assertThat(tested(notifier)).containsExactly("i", "e");
  }

  @Test
  void all_lists_that_stand_there_must_match() throws Exception {
    Notifier notifier =
        routed("g: {test: {accepted_priorities: [info], accepted_events: [foo.*]}}");

    notifier.info(Context.EMPTY, "foo.a", null);
    notifier.warn(Context.EMPTY, "foo.b", null);
    notifier.info(Context.EMPTY, "bar.c", null);

    assertThat(tested(notifier)).containsExactly("foo.a");
  }

  @Test
  void a_driver_without_lists_gets_every_event() throws Exception {
    Notifier notifier = routed("g: {test: }");

    notifier.sample(Context.EMPTY, "a", null);

    assertThat(tested(notifier)).containsExactly("a");
  }

  @Test
  void an_empty_list_accepts_nothing() throws Exception {
    Notifier notifier = routed("g: {test: {accepted_events: []}}");

    notifier.info(Context.EMPTY, "a", null);

    assertThat(tested(notifier)).isEmpty();
  }

  @Test
  void each_driver_of_any_group_gets_an_event_once() throws Exception {
    Notifier notifier =
        routed(
            """
            group_1:
              test: {accepted_priorities: [info, warn, error]}
              poll: {accepted_priorities: [poll], accepted_events: ['bandwidth.*']}
            group_2:
              test: {accepted_events: ['compute.*']}
              poll: {accepted_events: ['compute.scheduler.*']}
            """);

    notifier.info(Context.EMPTY, "compute.scheduler.run", null);
    notifier.debug(Context.EMPTY, "compute.other", null);
    notifier.debug(Context.EMPTY, "bandwidth.used", null);

    assertThat(tested(notifier)).containsExactly("compute.scheduler.run", "compute.other");
    assertThat(polled()).containsExactly("compute.scheduler.run");
  }

  @Test
  void events_are_routed_to_the_bus() throws Exception {
    Notifier notifier = routed("g: {messagingv2: {accepted_events: ['on.*']}}");
    BlockingQueue<String> handled = new LinkedBlockingQueue<>();
    NotificationListener.builder(transport, Target.of("notifications"))
        .on(Priority.INFO, event -> handled.add(event.eventType()))
        .build()
        .start();

    notifier.info(Context.EMPTY, "off.a", null);
    notifier.info(Context.EMPTY, "on.b", null);

    assertThat(handled.poll(20, TimeUnit.SECONDS)).isEqualTo("on.b");
  }

  @Test
  void an_empty_file_and_no_file_at_all_route_nothing() throws Exception {
    Notifier empty = routed("");
    empty.info(Context.EMPTY, "a", null);
    Notifier none = Notifier.builder(transport).driver("routing", "test").build();
    none.info(Context.EMPTY, "a", null);

    assertThat(tested(empty)).isEmpty();
    assertThat(tested(none)).containsExactly("a");
  }

  @Test
  void a_file_that_changes_is_read_again() throws Exception {
    Notifier notifier = routed("g: {test: {accepted_events: [a]}}");
    notifier.info(Context.EMPTY, "a", null);
    write("g: {test: {accepted_events: [b]}}");

    notifier.info(Context.EMPTY, "a", null);
    notifier.info(Context.EMPTY, "b", null);

    assertThat(tested(notifier)).containsExactly("a", "b");
  }

  @Test
  void a_file_that_breaks_or_goes_leaves_the_rules_as_they_were() throws Exception {
    Notifier notifier = routed("g: {test: {accepted_events: [a]}}");
    notifier.info(Context.EMPTY, "a", null);

    write("g: {test: [");
    notifier.info(Context.EMPTY, "a", null);
    write("");
    notifier.info(Context.EMPTY, "a", null);
    Files.delete(file);
    notifier.info(Context.EMPTY, "a", null);
    notifier.info(Context.EMPTY, "b", null);
    write("g: {test: {accepted_events: [c]}}");
    notifier.info(Context.EMPTY, "c", null);

    assertThat(tested(notifier)).containsExactly("a", "a", "a", "a", "c");
  }

  @Test
  void rules_are_taken_away_by_writing_that_there_are_none() throws Exception {
    Notifier notifier = routed("g: {test: }");
    notifier.info(Context.EMPTY, "a", null);
    write("{}");
    notifier.info(Context.EMPTY, "b", null);

    assertThat(tested(notifier)).containsExactly("a");
  }

  @Test
  void a_file_that_is_missing_at_first_fails_the_event_until_it_is_there() throws Exception {
    Notifier notifier = notifier();

    assertThatThrownBy(() -> notifier.info(Context.EMPTY, "a", null))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("missing");

    write("g: {test: }");
    notifier.info(Context.EMPTY, "b", null);
    assertThat(tested(notifier)).containsExactly("b");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "g: {test: [|:1:12|expected: YAML",
        "- a|a list|expected: groups by name",
        "g: text|g: a text|expected: drivers",
        "g: {test: [a]}|g.test: a list|expected: lists by name",
        "g: {test: {accepted_events: foo}}|g.test.accepted_events: a text|a list of patterns",
        "g: {test: {accepted_events: [a, 7]}}|g.test.accepted_events[1]: Integer 7|a pattern",
        "g: {test: {acepted_events: [a]}}|g.test.acepted_events: unknown|accepted_priorities",
        "g: {tset: }|g.tset: driver: \"tset\"|expected: one of",
        "g: {routing: }|g.routing: routing to itself|expected: another driver",
        "g: {1: }|g: Integer 1 as a key|expected: text"
      })
  void what_is_wrong_is_told_with_its_place(String rules, String place, String expected)
      throws Exception {
    Notifier notifier = routed(rules);

    assertThatThrownBy(() -> notifier.info(Context.EMPTY, "a", null))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining(place)
        .hasMessageContaining(expected);
  }
}
