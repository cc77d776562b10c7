package dev.svar.internal.codec;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Collects the keys of a notification, in either dialect; others are left alone. */
final class EventKeys implements InnerMap.Keys {
  private final InnerMap map;
  private final Map<String, @Nullable Object> context = new LinkedHashMap<>();
  private Field priority = Field.MISSING;
  private Field uniqueId = Field.MISSING;
  private @Nullable String eventType;
  private @Nullable String publisherId;
  private @Nullable String messageId;
  private @Nullable String timestamp;
  private @Nullable Json payload;

  EventKeys(InnerMap map) {
    this.map = map;
  }

  @Override
  public void read(String key, JsonParser parser) throws DecodeException {
    switch (key) {
      case Wire.PRIORITY -> priority = Field.read(parser);
      case Wire.EVENT_TYPE -> eventType = scalar(key, parser);
      case Wire.PUBLISHER_ID -> publisherId = scalar(key, parser);
      case Wire.NOTIFICATION_ID -> messageId = scalar(key, parser);
      case Wire.TIMESTAMP -> timestamp = scalar(key, parser);
      case Wire.PAYLOAD -> payload = map.later("", Wire.PAYLOAD, parser);
      case Wire.UNIQUE_ID -> uniqueId = Field.read(parser);
      case Wire.CONTEXT -> readContext(parser);
      default -> {
        if (key.startsWith(Wire.CONTEXT_PREFIX)) {
          context.put(key.substring(Wire.CONTEXT_PREFIX.length()), InnerMap.now(parser));
        } else {
          parser.skipChildren();
        }
      }
    }
  }

  /** Python takes any value for a name; of these, what has one text. */
  private static @Nullable String scalar(String key, JsonParser parser) throws DecodeException {
    JsonToken kind = parser.currentToken();
    if (kind == JsonToken.START_OBJECT || kind == JsonToken.START_ARRAY) {
      throw new DecodeException(key + ": " + Unreadable.kind(kind) + " (expected: text)", null);
    }
    Object value = InnerMap.now(parser);
    return value == null ? null : value.toString();
  }

  private void readContext(JsonParser parser) throws DecodeException {
    JsonToken kind = parser.currentToken();
    if (kind == JsonToken.START_OBJECT) {
      InnerMap.each(parser, (name, value) -> context.put(name, InnerMap.now(value)));
    } else if (kind != JsonToken.VALUE_NULL) {
      throw new DecodeException(
          Wire.CONTEXT + ": " + Unreadable.kind(kind) + " (expected: a map)", null);
    }
  }

  /** What came together, if it is a notification. */
  IncomingEvent event(Map<String, Object> headers) throws DecodeException {
    return new IncomingEvent(
        priority.required(Wire.PRIORITY),
        eventType == null ? "" : eventType,
        publisherId,
        messageId,
        timestamp,
        payload != null ? payload : map.missing(Wire.PAYLOAD),
        Collections.unmodifiableMap(context),
        headers,
        uniqueId.id(Wire.UNIQUE_ID));
  }
}
