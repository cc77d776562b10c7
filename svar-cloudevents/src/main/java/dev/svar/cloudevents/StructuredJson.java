package dev.svar.cloudevents;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.cloudevents.CloudEvent;
import io.cloudevents.CloudEventData;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.rw.CloudEventRWException;
import io.cloudevents.types.Time;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The JSON format of CloudEvents 1.0, one event in one object. */
final class StructuredJson {
  private StructuredJson() {}

  static String write(CloudEvent event) {
    ObjectNode json = Json.object();
    json.put("specversion", event.getSpecVersion().toString());
    put(json, "id", event.getId());
    put(json, "source", event.getSource());
    put(json, "type", event.getType());
    put(json, "subject", event.getSubject());
    put(json, "time", event.getTime());
    put(json, "dataschema", event.getDataSchema());
    put(json, "datacontenttype", event.getDataContentType());
    event.getExtensionNames().stream()
        .sorted()
        .forEach(name -> put(json, name, event.getExtension(name)));
    CloudEventData data = event.getData();
    if (data != null && Json.isContentType(event.getDataContentType())) {
      json.set("data", Json.read("data", data.toBytes()));
    } else if (data != null) {
      json.put("data_base64", data.toBytes());
    }
    return Json.text("event", json);
  }

  private static void put(ObjectNode json, String name, @Nullable Object value) {
    if (value instanceof Boolean bool) {
      json.put(name, bool);
    } else if (value instanceof Integer number) {
      json.put(name, number);
    } else if (value instanceof OffsetDateTime time) {
      json.put(name, Time.writeTime(time));
    } else if (value instanceof byte[] bytes) {
      json.put(name, bytes);
    } else if (value != null) {
      json.put(name, value.toString());
    }
  }

  static CloudEvent read(String text) {
    JsonNode json = Json.read("event", text);
    if (!json.isObject()) {
      throw new IllegalArgumentException(
          "event: " + kind(json) + " (expected: a JSON object with the attributes of an event)");
    }
    String version = required(json, "specversion");
    if (!version.equals("1.0")) {
      throw new IllegalArgumentException("specversion: \"" + version + "\" (expected: 1.0)");
    }
    CloudEventBuilder event =
        CloudEventBuilder.v1()
            .withId(required(json, "id"))
            .withSource(uri("source", required(json, "source")))
            .withType(required(json, "type"));
    json.forEachEntry((name, value) -> add(event, name, value));
    byte[] data = data(json);
    return (data == null ? event : event.withData(data)).build();
  }

  private static void add(CloudEventBuilder event, String name, JsonNode value) {
    if (value.isNull()) {
      return;
    }
    switch (name) {
      case "specversion", "id", "source", "type", "data", "data_base64" -> {}
      case "subject" -> event.withSubject(text(name, value));
      case "time" -> event.withTime(time(text(name, value)));
      case "dataschema" -> event.withDataSchema(uri(name, text(name, value)));
      case "datacontenttype" -> event.withDataContentType(text(name, value));
      default -> extension(event, name, value);
    }
  }

  private static void extension(CloudEventBuilder event, String name, JsonNode value) {
    try {
      if (value.isBoolean()) {
        event.withExtension(name, value.booleanValue());
      } else if (value.isInt()) {
        event.withExtension(name, value.intValue());
      } else if (value.isString()) {
        event.withExtension(name, value.stringValue());
      } else {
        throw new IllegalArgumentException(
            name
                + ": "
                + kind(value)
                + " (expected: text, a whole number of 32 bits or a boolean)");
      }
    } catch (CloudEventRWException e) {
      throw new IllegalArgumentException(
          "\"" + name + "\" is no name of an attribute (expected: letters a to z and digits)", e);
    }
  }

  private static byte @Nullable [] data(JsonNode json) {
    JsonNode encoded = json.get("data_base64");
    JsonNode data = json.get("data");
    if (encoded == null || encoded.isNull()) {
      return data == null ? null : bytes(data, json.get("datacontenttype"));
    }
    if (data != null) {
      throw new IllegalArgumentException("data: beside data_base64 (expected: one of them)");
    }
    try {
      return Base64.getDecoder().decode(text("data_base64", encoded));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("data_base64: no Base64 (expected: such)", e);
    }
  }

  /** Text of another type than JSON stands for itself. */
  private static byte[] bytes(JsonNode data, @Nullable JsonNode contentType) {
    boolean isJson =
        contentType == null || contentType.isNull() || Json.isContentType(contentType.asString());
    return isJson || !data.isString()
        ? Json.bytes("data", data)
        : data.stringValue().getBytes(UTF_8);
  }

  private static String required(JsonNode json, String name) {
    JsonNode value = json.get(name);
    if (value == null || value.isNull()) {
      throw new IllegalArgumentException(name + ": missing (expected: text)");
    }
    String text = text(name, value);
    if (text.isEmpty()) {
      throw new IllegalArgumentException(name + ": \"\" (expected: text that is not empty)");
    }
    return text;
  }

  private static String text(String name, JsonNode value) {
    if (!value.isString()) {
      throw new IllegalArgumentException(name + ": " + kind(value) + " (expected: text)");
    }
    return value.stringValue();
  }

  private static URI uri(String name, String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(
          name + ": \"" + text + "\" (expected: a URI reference)", e);
    }
  }

  private static OffsetDateTime time(String text) {
    try {
      return Time.parseTime(text);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "time: \"" + text + "\" (expected: RFC 3339, such as 2026-11-22T12:18:18.241531Z)", e);
    }
  }

  private static String kind(JsonNode value) {
    return value.getNodeType().name().toLowerCase(Locale.ROOT);
  }
}
