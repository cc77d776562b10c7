package dev.svar.cli;

import static dev.svar.cli.Svar.svar;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NotifyCommandTest {
  private static final String URL = "memory://notify-command-test";
  private Serving listening;

  @BeforeEach
  void listen() throws InterruptedException {
    listening = Serving.listen(URL, "-o", "json");
  }

  @AfterEach
  void stop() {
    listening.close();
  }

  private static Svar announce(String... args) {
    return announceWith("", args);
  }

  private static Svar announceWith(String input, String... args) {
    return svar(
        Map.of("SVAR_URL", URL),
        input,
        Stream.concat(Stream.of("notify"), Arrays.stream(args)).toArray(String[]::new));
  }

  @Test
  void it_says_where_the_event_went() throws InterruptedException {
    Svar ran = announce("compute.create", "id=7");

    assertThat(ran.code()).isZero();
    assertThat(ran.err()).isEmpty();
    assertThat(ran.out())
        .matches(
            "compute\\.create was handed to the broker for openstack/notifications\\.info as"
                + " [0-9a-f-]{36} \\(\\d+\\.\\d\\d ms\\)\n");
    assertThat(listening.line())
        .contains("\"message_id\":\"" + ran.out().replaceFirst(".* as (\\S+) .*\\n", "$1") + "\"")
        .contains("\"publisher_id\":\"svar/" + System.getProperty("user.name") + "@");
  }

  @Test
  void for_scripts_it_is_one_object() {
    assertThat(announce("e", "--publisher", "me", "--priority", "WARNING", "-o", "json").out())
        .matches(
            "\\{\"message_id\":\"[0-9a-f-]{36}\",\"event_type\":\"e\",\"publisher_id\":\"me\","
                + "\"priority\":\"WARN\",\"timestamp\":\"[-0-9]+ [0-9:.]+\","
                + "\"driver\":\"messagingv2\",\"exchange\":\"openstack\","
                + "\"topics\":\\[\"notifications\"],\"elapsed_ms\":\\d+\\.\\d+}\n");
  }

  @Test
  void fields_make_the_payload() throws InterruptedException {
    announce("e", "name=Zoë", "n:=3", "ids:=[1, null]");
    announce("e");

    assertThat(listening.line())
        .contains("\"payload\":{\"name\":\"Zoë\",\"n\":3,\"ids\":[1,null]}");
    assertThat(listening.line()).contains("\"payload\":{}");
  }

  @Test
  void the_payload_may_be_any_json(@TempDir Path directory) throws Exception {
    Path file = Files.writeString(directory.resolve("payload.json"), "{\"a\": 1, \"b\": 2}");

    announce("e", "--payload", "[1, \"two\"]");
    announceWith("\"text\"", "e", "--payload", "-");
    announce("e", "b=typed", "--payload", "@" + file);

    assertThat(listening.line()).contains("\"payload\":[1,\"two\"]");
    assertThat(listening.line()).contains("\"payload\":\"text\"");
    assertThat(listening.line()).contains("\"payload\":{\"a\":1,\"b\":\"typed\"}");
  }

  @Test
  void an_event_goes_to_each_topic() throws InterruptedException {
    String url = "memory://notify-topics";
    try (Serving both =
        Serving.listen(
            url, "--topic", "one", "--topic", "two", "--exchange", "lab", "-o", "json")) {
      Svar ran =
          svar(
              "notify",
              "e",
              "--topic",
              "one",
              "--topic",
              "two",
              "--driver",
              "messaging",
              "--exchange",
              "lab",
              "--url",
              url);

      assertThat(ran.out())
          .startsWith("e was handed to the broker for lab/one.info, lab/two.info as ");
      assertThat(both.line()).isEqualTo(both.line());
    }
  }

  @Test
  void topics_may_be_configured_but_for_those_that_are_typed(@TempDir Path directory)
      throws Exception {
    Path file =
        Files.writeString(
            directory.resolve("a.conf"),
            "[oslo_messaging_notifications]\ntransport_url = "
                + URL
                + "\ntopics = audit,billing\n");

    assertThat(svar("notify", "e", "--config-file", file.toString()).out())
        .startsWith("e was handed to the broker for openstack/audit.info, openstack/billing.info ");
    assertThat(svar("notify", "e", "--topic", "a", "--config-file", file.toString()).out())
        .startsWith("e was handed to the broker for openstack/a.info as ");
  }

  @Test
  void another_driver_is_named() {
    assertThat(announce("e", "--driver", "noop").out())
        .startsWith("e was handed to the driver noop as ");
  }

  @Test
  void the_driver_routing_needs_its_rules() {
    Svar ran = announce("e", "--driver", "routing");

    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err())
        .isEqualTo(
            "svar: --driver routing: no rules (expected: --config-file with routing_config in the"
                + " group [oslo_messaging_notifications], or another driver)\n");
  }
}
