package dev.svar.cloudevents;

import dev.svar.Context;
import dev.svar.notify.MalformedNotificationException;
import dev.svar.notify.Notification;
import dev.svar.notify.Priority;
import io.cloudevents.CloudEvent;
import io.cloudevents.CloudEventData;
import io.cloudevents.SpecVersion;
import io.cloudevents.core.builder.CloudEventBuilder;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Notifications as events of CloudEvents 1.0, and back.
 *
 * <table>
 * <caption>What becomes of each field</caption>
 * <tr><th>notification</th><th>CloudEvent</th><th></th></tr>
 * <tr><td>{@code message_id}</td><td>{@code id}</td><td>a new UUID if it has none</td></tr>
 * <tr><td>{@code event_type}</td><td>{@code type}</td><td></td></tr>
 * <tr><td>{@code publisher_id}</td><td>{@code source}</td><td>percent-encoded where a URI reference
 * needs it: {@code compute.host1}, {@code my%20service}; {@code /} if nobody is named</td></tr>
 * <tr><td>{@code timestamp}</td><td>{@code time}</td><td>RFC 3339, in UTC; missing if it is</td></tr>
 * <tr><td>{@code payload}</td><td>{@code data}</td><td>{@code application/json}</td></tr>
 * <tr><td>{@code priority}</td><td>extension {@code priority}</td><td>{@code INFO}; an event
 * without one is of that priority</td></tr>
 * <tr><td>context</td><td>extension {@code svarcontext}</td><td>a JSON object as text, as {@link
 * Context#redacted} leaves it; missing if nothing is left</td></tr>
 * </table>
 *
 * <p>A notification that became an event comes back with every field as it was, but for an empty
 * {@code publisher_id}, which comes back missing, for a {@code timestamp} in other words than
 * {@link Notification#timestamp} has it, and for the headers of its message, which stay behind. Of
 * an event that was no notification before, {@code subject}, {@code dataschema} and other
 * extensions are lost.
 */
public final class CloudEvents {
  private static final String JSON = "application/json";
  private static final String PRIORITY = "priority";
  private static final String CONTEXT = "svarcontext";

  private CloudEvents() {}

  /**
   * The event of a notification.
   *
   * @throws IllegalArgumentException if a field has nothing that stands for it: no type, a time
   *     that is none, a number in the payload that JSON has not
   * @throws MalformedNotificationException if the payload cannot be read
   */
  public static CloudEvent of(Notification notification) {
    CloudEventBuilder event =
        CloudEventBuilder.v1()
            .withId(id(notification.messageId()))
            .withSource(Sources.source(notification.publisherId()))
            .withType(type(notification))
            .withTime(time(notification))
            .withData(JSON, Json.bytes("payload", notification.payload(JsonNode.class)))
            .withExtension(PRIORITY, notification.priority().name());
    Map<String, @Nullable Object> context = notification.context().redacted().toMap();
    if (!context.isEmpty()) {
      event.withExtension(CONTEXT, Json.text("context", Json.tree("context", context)));
    }
    return event.build();
  }

  /**
   * The notification of an event.
   *
   * @throws IllegalArgumentException if the event says something that a notification cannot: data
   *     that is no JSON, a priority that is none, a context that is no JSON object
   */
  public static Notification notification(CloudEvent event) {
    requireVersion(event);
    OffsetDateTime time = event.getTime();
    return Notification.builder(priority(event), event.getType())
        .messageId(event.getId())
        .publisherId(Sources.publisherId(event.getSource()))
        .time(time == null ? null : time.toInstant())
        .context(context(event))
        .payload(payload(event))
        .build();
  }

  /**
   * An event in the JSON format of CloudEvents, all in one object (structured mode).
   *
   * @throws IllegalArgumentException if its data is not of its content type, JSON, or it is not of
   *     CloudEvents 1.0
   */
  public static String toJson(CloudEvent event) {
    requireVersion(event);
    return StructuredJson.write(event);
  }

  /**
   * The event of such a text, of whatever type and content.
   *
   * @throws IllegalArgumentException if it is none, naming the attribute that is wrong
   */
  public static CloudEvent fromJson(String json) {
    return StructuredJson.read(json);
  }

  private static String id(@Nullable String messageId) {
    return messageId == null || messageId.isEmpty() ? UUID.randomUUID().toString() : messageId;
  }

  private static String type(Notification notification) {
    if (notification.eventType().isEmpty()) {
      throw new IllegalArgumentException(
          "event_type: \"\" (expected: what happened, such as compute.instance.create.end)");
    }
    return notification.eventType();
  }

  private static @Nullable OffsetDateTime time(Notification notification) {
    if (notification.timestamp() == null) {
      return null;
    }
    return notification
        .time()
        .map(time -> time.atOffset(ZoneOffset.UTC))
        .filter(time -> time.getYear() >= 0 && time.getYear() <= 9999)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "timestamp: \""
                        + notification.timestamp()
                        + "\" (expected: a time such as 2026-11-22 12:18:18.241531)"));
  }

  private static void requireVersion(CloudEvent event) {
    if (event.getSpecVersion() != SpecVersion.V1) {
      throw new IllegalArgumentException(
          "specversion: \"" + event.getSpecVersion() + "\" (expected: 1.0)");
    }
  }

  private static Priority priority(CloudEvent event) {
    Object given = event.getExtension(PRIORITY);
    return given == null ? Priority.INFO : Priority.of(String.valueOf(given));
  }

  private static Context context(CloudEvent event) {
    Object given = event.getExtension(CONTEXT);
    if (given == null) {
      return Context.EMPTY;
    }
    if (!(given instanceof String text)) {
      throw new IllegalArgumentException(
          CONTEXT + ": a " + given.getClass().getSimpleName() + " (expected: text)");
    }
    return Context.of(Json.map(CONTEXT, Json.read(CONTEXT, text)));
  }

  private static @Nullable Object payload(CloudEvent event) {
    CloudEventData data = event.getData();
    if (data == null) {
      return null;
    }
    if (!Json.isContentType(event.getDataContentType())) {
      throw new IllegalArgumentException(
          "datacontenttype: \""
              + event.getDataContentType()
              + "\" (expected: application/json, because a payload is JSON)");
    }
    return Json.value(Json.read("data", data.toBytes()));
  }
}
