package dev.svar.internal.codec;

import tools.jackson.core.JsonParser;
import tools.jackson.databind.json.JsonMapper;

/** The JSON text of an inner map. Never written to. */
sealed interface Text {

  /** A parser of a part of it. */
  JsonParser parser(JsonMapper mapper, int start, int end);

  /**
   * Any text.
   *
   * @param name what error texts call it
   */
  @SuppressWarnings("ArrayRecordComponent") // package-private, and never compared
  record Chars(char[] chars, String name) implements Text {
    @Override
    public JsonParser parser(JsonMapper mapper, int start, int end) {
      return mapper.createParser(chars, start, end - start);
    }
  }

  /**
   * Text that is ASCII, as far as anybody asks for parsers of it.
   *
   * @param length how many of the bytes it has
   */
  @SuppressWarnings("ArrayRecordComponent") // likewise
  record Bytes(byte[] bytes, int length) implements Text {
    @Override
    public JsonParser parser(JsonMapper mapper, int start, int end) {
      return mapper.createParser(bytes, start, end - start);
    }
  }
}
