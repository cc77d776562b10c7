package dev.svar.internal.codec;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Goes through the keys of an inner map, token by token. */
final class InnerMap {
  private static final Text NULL = new Text("null".toCharArray(), "null");

  /** Takes one key. */
  interface Keys {

    /**
     * Reads the value of {@code key}, at which {@code parser} stands, and leaves it at its end: at
     * the scalar, or at what closes the map or list.
     */
    void read(String key, JsonParser parser) throws DecodeException;
  }

  private final Jackson jackson;
  private final Text text;

  InnerMap(Jackson jackson, Text text) {
    this.jackson = jackson;
    this.text = text;
  }

  /** Hands each key of the whole text to {@code keys}. */
  void read(Keys keys) throws DecodeException {
    try (JsonParser parser = jackson.parser(text, 0, text.chars().length)) {
      try {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
          throw new DecodeException(
              text.name() + ": " + Unreadable.kind(parser.currentToken()) + " (expected: a map)",
              null);
        }
        each(parser, keys);
        if (parser.nextToken() != null) {
          throw new DecodeException(text.name() + ": goes on after the end of its JSON", null);
        }
      } catch (RuntimeException e) {
        throw Unreadable.explain(text.name(), e, parser, jackson.limits());
      }
    }
  }

  /** Hands each key of the map at which {@code parser} stands to {@code keys}. */
  static void each(JsonParser parser, Keys keys) throws DecodeException {
    for (String key = parser.nextName(); key != null; key = parser.nextName()) {
      parser.nextToken();
      keys.read(key, parser);
    }
  }

  /** The value at which {@code parser} stands, as text for later. */
  Json later(String parent, String name, JsonParser parser) {
    int start = (int) parser.currentTokenLocation().getCharOffset();
    boolean isNull = parser.currentToken() == JsonToken.VALUE_NULL;
    parser.skipChildren();
    parser.finishToken();
    int end = (int) parser.currentLocation().getCharOffset();
    return new Json(jackson, text, start, end, parent, name, isNull);
  }

  /** The value of a key that is missing, and counts as null. */
  Json missing(String name) {
    return new Json(jackson, NULL, 0, NULL.chars().length, "", name, true);
  }

  /** The value at which {@code parser} stands, as map, list, text, number, boolean or null. */
  static @Nullable Object now(JsonParser parser) {
    return switch (parser.currentToken()) {
      case VALUE_STRING -> parser.getString();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getNumberValue();
      default -> parser.readValueAs(Object.class);
    };
  }
}
