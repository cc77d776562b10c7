package dev.svar.internal.codec;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/** Collects the keys of a notification, in either dialect; others are left alone. */
final class EventKeys implements Value.Collector<IncomingEvent> {
  private final Jackson jackson;
  private final Map<String, Object> headers;
  private final Map<String, @Nullable Object> context = new LinkedHashMap<>();
  private Field priority = Field.MISSING;
  private Field uniqueId = Field.MISSING;
  private @Nullable String eventType;
  private @Nullable String publisherId;
  private @Nullable String messageId;
  private @Nullable String timestamp;
  private @Nullable Json payload;

  EventKeys(Jackson jackson, Map<String, Object> headers) {
    this.jackson = jackson;
    this.headers = headers;
  }

  @Override
  public void read(String key, Value value) throws DecodeException {
    switch (key) {
      case Wire.PRIORITY -> priority = Field.read(value);
      case Wire.EVENT_TYPE -> eventType = scalar(key, value);
      case Wire.PUBLISHER_ID -> publisherId = scalar(key, value);
      case Wire.NOTIFICATION_ID -> messageId = scalar(key, value);
      case Wire.TIMESTAMP -> timestamp = scalar(key, value);
      case Wire.PAYLOAD -> payload = value.later("", Wire.PAYLOAD);
      case Wire.UNIQUE_ID -> uniqueId = Field.read(value);
      case Wire.CONTEXT -> readContext(value);
      default -> {
        if (key.startsWith(Wire.CONTEXT_PREFIX)) {
          context.put(key.substring(Wire.CONTEXT_PREFIX.length()), value.now());
        } else {
          value.skip();
        }
      }
    }
  }

  /** Python takes any value for a name; of these, what has one text. */
  private static @Nullable String scalar(String key, Value value) throws DecodeException {
    JsonToken kind = value.kind();
    if (kind == JsonToken.START_OBJECT || kind == JsonToken.START_ARRAY) {
      throw new DecodeException(key + ": " + Unreadable.kind(kind) + " (expected: text)", null);
    }
    Object scalar = value.now();
    return scalar == null ? null : scalar.toString();
  }

  private void readContext(Value value) throws DecodeException {
    JsonToken kind = value.kind();
    if (kind == JsonToken.START_OBJECT) {
      value.each((name, entry) -> context.put(name, entry.now()));
    } else if (kind != JsonToken.VALUE_NULL) {
      throw new DecodeException(
          Wire.CONTEXT + ": " + Unreadable.kind(kind) + " (expected: a map)", null);
    }
  }

  @Override
  public IncomingEvent message() throws DecodeException {
    return new IncomingEvent(
        priority.required(Wire.PRIORITY),
        eventType == null ? "" : eventType,
        publisherId,
        messageId,
        timestamp,
        payload != null ? payload : Json.missing(jackson, Wire.PAYLOAD),
        Collections.unmodifiableMap(context),
        headers,
        uniqueId.id(Wire.UNIQUE_ID));
  }
}
