package dev.svar.cloudevents;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.svar.Context;
import dev.svar.Target;
import dev.svar.Transport;
import dev.svar.notify.Notification;
import dev.svar.notify.NotificationListener;
import dev.svar.notify.Notifier;
import dev.svar.notify.Priority;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import java.net.URI;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of each field, and what cannot become anything. */
final class CloudEventsTest {
  private static final URI SOURCE = URI.create("compute.host1");

  private static Notification.Builder created() {
    return Notification.builder(Priority.WARN, "compute.instance.create.end")
        .messageId("4c5a4b8e-2b5f-4c35-9e2c-6d4d14b0b7a5")
        .publisherId("compute.host 1")
        .time(Instant.parse("2026-11-22T12:18:18.241531Z"))
        .payload(Map.of("size", 2));
  }

  private static CloudEventBuilder foreign() {
    return CloudEventBuilder.v1().withId("1").withSource(SOURCE).withType("t");
  }

  private static String json(String attributes) {
    return "{\"specversion\": \"1.0\", \"id\": \"1\", \"source\": \"s\", \"type\": \"t\""
        + attributes
        + "}";
  }

  @Test
  void each_field_has_its_attribute() {
    CloudEvent event =
        CloudEvents.of(
            created().context(Context.of(Map.of("user_id", "u", "auth_token", "secret"))).build());

    assertThat(CloudEvents.toJson(event))
        .isEqualTo(
            "{\"specversion\":\"1.0\","
                + "\"id\":\"4c5a4b8e-2b5f-4c35-9e2c-6d4d14b0b7a5\","
                + "\"source\":\"compute.host%201\","
                + "\"type\":\"compute.instance.create.end\","
                + "\"time\":\"2026-11-22T12:18:18.241531Z\","
                + "\"datacontenttype\":\"application/json\","
                + "\"priority\":\"WARN\","
                + "\"svarcontext\":\"{\\\"user_id\\\":\\\"u\\\"}\","
                + "\"data\":{\"size\":2}}");
  }

  @Test
  void what_is_missing_stays_so_but_for_the_id() {
    CloudEvent event =
        CloudEvents.of(created().publisherId(null).messageId("").time(null).payload(null).build());
    Notification back = CloudEvents.notification(event);

    assertThat(UUID.fromString(event.getId())).isNotNull();
    assertThat(event.getSource()).hasToString("/");
    assertThat(event.getTime()).isNull();
    assertThat(event.getExtensionNames()).containsExactly("priority");
    assertThat(back.publisherId()).isNull();
    assertThat(back.timestamp()).isNull();
    assertThat(back.payload()).isNull();
    assertThat(back.context()).isEqualTo(Context.EMPTY);
    assertThat(back.messageId()).isEqualTo(event.getId());
  }

  @Test
  void a_notification_from_the_bus_comes_back_as_it_was() throws Exception {
    BlockingQueue<Notification> heard = new LinkedBlockingQueue<>();
    try (Transport transport = Transport.open("memory:");
        NotificationListener listener =
            NotificationListener.builder(transport, Target.of("notifications"))
                .on(Priority.ERROR, heard::add)
                .build()) {
      listener.start();
      Notifier.builder(transport)
          .publisherId("compute.host1")
          .build()
          .error(
              Context.of(Map.of("project_id", "p", "auth_token", "secret")),
              "compute.failed",
              Map.of("code", 1.0, "list", List.of(1L << 40, "é")));

      Notification sent = heard.poll(20, TimeUnit.SECONDS);
      Notification back =
          CloudEvents.notification(CloudEvents.fromJson(CloudEvents.toJson(CloudEvents.of(sent))));

      assertThat(back.toMap()).isEqualTo(sent.toMap());
      assertThat(back.context()).isEqualTo(Context.of(Map.of("project_id", "p")));
    }
  }

  @Test
  void an_event_of_others_is_a_notification_if_its_data_is_json() {
    Notification notification =
        CloudEvents.notification(
            foreign()
                .withSource(URI.create("https://example.com/a%20b"))
                .withSubject("lost")
                .withTime(OffsetDateTime.parse("2026-11-22T14:18:18+02:00"))
                .withData("application/vnd.x+json; charset=utf-8", "[1]".getBytes(UTF_8))
                .build());

    assertThat(notification.priority()).isEqualTo(Priority.INFO);
    assertThat(notification.publisherId()).isEqualTo("https://example.com/a b");
    assertThat(notification.timestamp()).isEqualTo("2026-11-22 12:18:18");
    assertThat(notification.payload()).isEqualTo(List.of(1));
  }

  @Test
  void a_notification_that_cannot_be_an_event_says_what_hinders_it() {
    assertThatThrownBy(() -> CloudEvents.of(Notification.builder(Priority.INFO, "").build()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "event_type: \"\" (expected: what happened, such as compute.instance.create.end)");
    assertThatThrownBy(
            () ->
                CloudEvents.of(
                    created().payload(Map.of("a", List.of(1, Double.POSITIVE_INFINITY))).build()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("payload.a[1]: Infinity (expected: a number that JSON has)");
    assertThatThrownBy(() -> CloudEvents.of(created().publisherId("a\ud800").build()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("publisher_id: half a surrogate pair (expected: whole characters)");
    assertThatThrownBy(
            () -> CloudEvents.of(created().time(Instant.parse("+10000-01-01T00:00:00Z")).build()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "timestamp: \"+10000-01-01 00:00:00\""
                + " (expected: a time such as 2026-11-22 12:18:18.241531)");
  }

  @Test
  void an_event_that_cannot_be_a_notification_says_what_hinders_it() {
    assertThatThrownBy(
            () ->
                CloudEvents.notification(
                    foreign().withData("text/plain", "x".getBytes(UTF_8)).build()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "datacontenttype: \"text/plain\""
                + " (expected: application/json, because a payload is JSON)");
    assertThatThrownBy(
            () -> CloudEvents.notification(foreign().withData("{".getBytes(UTF_8)).build()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("data: no JSON at line 1, column 2 (expected: JSON)");
    assertThatThrownBy(
            () -> CloudEvents.notification(foreign().withExtension("priority", "urgent").build()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("priority: \"urgent\" (expected: one of audit, debug, info");
    assertThatThrownBy(
            () -> CloudEvents.notification(foreign().withExtension("svarcontext", "[]").build()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("svarcontext: array (expected: a JSON object)");
    assertThatThrownBy(
            () -> CloudEvents.notification(foreign().withExtension("svarcontext", 1).build()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("svarcontext: a Integer (expected: text)");
    assertThatThrownBy(
            () -> CloudEvents.notification(foreign().withSource(URI.create("%FF")).build()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("source: \"%FF\" (expected: percent-encoded UTF-8)");
    CloudEvent old = CloudEventBuilder.v03().withId("1").withSource(SOURCE).withType("t").build();
    assertThatThrownBy(() -> CloudEvents.notification(old))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("specversion: \"0.3\" (expected: 1.0)");
    assertThatThrownBy(() -> CloudEvents.toJson(old))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("specversion: \"0.3\" (expected: 1.0)");
  }

  @Test
  void events_of_any_content_are_written_and_read() {
    CloudEvent event =
        foreign()
            .withSubject("s")
            .withDataSchema(URI.create("urn:schema"))
            .withExtension("count", 3)
            .withExtension("flag", true)
            .withData("application/octet-stream", new byte[] {0, (byte) 0xff})
            .build();

    assertThat(CloudEvents.toJson(event)).endsWith("\"data_base64\":\"AP8=\"}");
    assertThat(CloudEvents.fromJson(CloudEvents.toJson(event))).isEqualTo(event);
    assertThat(CloudEvents.fromJson(json(", \"subject\": null")).getSubject()).isNull();
    assertThat(CloudEvents.fromJson(json("")).getData()).isNull();
    assertThat(
            CloudEvents.fromJson(json(", \"datacontenttype\": \"text/plain\", \"data\": \"x\""))
                .getData()
                .toBytes())
        .isEqualTo("x".getBytes(UTF_8));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          [] | event: array (expected: a JSON object with the attributes of an event)
          {"a": 1, "a": 2} | event: no JSON at line 1, column 13 (expected: JSON)
          {} | specversion: missing (expected: text)
          {"specversion": 1.0} | specversion: number (expected: text)
          {"specversion": "0.3"} | specversion: "0.3" (expected: 1.0)
          {"specversion": "1.0", "id": ""} | id: "" (expected: text that is not empty)
          """)
  void a_text_that_is_no_event_is_refused(String text, String message) {
    assertThatThrownBy(() -> CloudEvents.fromJson(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "time": "noon" | time: "noon" (expected: RFC 3339, such as 2026-11-22T12:18:18.241531Z)
          "dataschema": ":" | dataschema: ":" (expected: a URI reference)
          "my_name": "x" | "my_name" is no name of an attribute (expected: letters a to z and digits)
          "list": [] | list: array (expected: text, a whole number of 32 bits or a boolean)
          "data": 1, "data_base64": "AA==" | data: beside data_base64 (expected: one of them)
          "data_base64": "?" | data_base64: no Base64 (expected: such)
          """)
  void an_attribute_that_is_wrong_is_named(String attribute, String message) {
    assertThatThrownBy(() -> CloudEvents.fromJson(json(", " + attribute)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
