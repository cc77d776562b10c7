package dev.svar.internal.codec;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Goes through the keys of an inner map, token by token, and stands at the value of each. */
final class InnerMap implements Value {
  private final Jackson jackson;
  private final Text text;
  private final JsonParser parser;

  private InnerMap(Jackson jackson, Text text, JsonParser parser) {
    this.jackson = jackson;
    this.text = text;
    this.parser = parser;
  }

  /** Hands each key of the whole text to {@code keys}. */
  static void read(Jackson jackson, Text.Chars text, Keys keys) throws DecodeException {
    try (JsonParser parser = jackson.parser(text, 0, text.chars().length)) {
      try {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
          throw new DecodeException(
              text.name() + ": " + Unreadable.kind(parser.currentToken()) + " (expected: a map)",
              null);
        }
        new InnerMap(jackson, text, parser).each(keys);
        if (parser.nextToken() != null) {
          throw new DecodeException(text.name() + ": goes on after the end of its JSON", null);
        }
      } catch (RuntimeException e) {
        throw Unreadable.explain(text.name(), e, parser, jackson.limits());
      }
    }
  }

  @Override
  public JsonToken kind() {
    return parser.currentToken();
  }

  @Override
  public void skip() {
    parser.skipChildren();
  }

  @Override
  public @Nullable Object now() {
    return switch (parser.currentToken()) {
      case VALUE_STRING -> parser.getString();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getNumberValue();
      default -> parser.readValueAs(Object.class);
    };
  }

  @Override
  public Json later(String parent, String name) {
    int start = (int) parser.currentTokenLocation().getCharOffset();
    boolean isNull = parser.currentToken() == JsonToken.VALUE_NULL;
    parser.skipChildren();
    parser.finishToken();
    int end = (int) parser.currentLocation().getCharOffset();
    return new Json(jackson, text, start, end, parent, name, isNull);
  }

  @Override
  public void each(Keys keys) throws DecodeException {
    for (String key = parser.nextName(); key != null; key = parser.nextName()) {
      parser.nextToken();
      keys.read(key, this);
    }
  }
}
