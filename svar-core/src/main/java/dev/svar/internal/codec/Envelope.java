package dev.svar.internal.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Opens the envelope. A body that is not a map with both keys of one is the message itself, as
 * before there were envelopes ("1.0"): oslo.messaging, {@code _drivers/common.py}, {@code
 * deserialize_msg}.
 */
final class Envelope {

  /** What {@code version_is_compatible("2.0", v)} takes. */
  private static final Pattern READABLE = Pattern.compile("2\\.0(\\.0)?");

  private static final Pattern VERSION_NUMBER = Pattern.compile("[0-9.]{1,16}");

  private final Jackson jackson;

  Envelope(Jackson jackson) {
    this.jackson = jackson;
  }

  /**
   * The text of the inner map of a body as oslo.messaging and this library write it, byte for byte,
   * or without an envelope; null for any other, which may be as good. What it says is not looked
   * at: it may still have to be {@link #open opened}.
   */
  Text.@Nullable Bytes usual(byte[] body) {
    if (body.length > jackson.limits().messageBytes()) {
      return null;
    }
    int start = EnvelopeOutput.START.length;
    int end = body.length - EnvelopeOutput.END.length;
    if (end < start || !Arrays.equals(body, 0, start, EnvelopeOutput.START, 0, start)) {
      return new Text.Bytes(body, body.length);
    }
    return Arrays.equals(body, end, body.length, EnvelopeOutput.END, 0, EnvelopeOutput.END.length)
        ? Escapes.unescaped(body, start, end)
        : null;
  }

  /** The text of the inner map of {@code body}. */
  Text.Chars open(byte[] body) throws DecodeException {
    try (JsonParser parser = jackson.mapper().createParser(body)) {
      try {
        return open(body, parser);
      } catch (RuntimeException e) {
        throw Unreadable.explain("body", e, parser, jackson.limits());
      }
    }
  }

  private static Text.Chars open(byte[] body, JsonParser parser) throws DecodeException {
    JsonToken first = parser.nextToken();
    if (first == null) {
      throw new DecodeException("body: empty", null);
    }
    JsonToken versionKind = null;
    JsonToken messageKind = null;
    String version = "";
    char @Nullable [] message = null;
    if (first == JsonToken.START_OBJECT) {
      for (String key = parser.nextName(); key != null; key = parser.nextName()) {
        JsonToken kind = parser.nextToken();
        if (key.equals(Wire.ENVELOPE_VERSION)) {
          versionKind = kind;
          version = kind == JsonToken.VALUE_STRING ? parser.getString() : "";
        } else if (key.equals(Wire.ENVELOPE_MESSAGE)) {
          messageKind = kind;
          message = kind == JsonToken.VALUE_STRING ? chars(parser) : null;
        }
        parser.skipChildren();
      }
    } else {
      parser.skipChildren();
    }
    if (parser.nextToken() != null) {
      throw new DecodeException("body: goes on after the end of its JSON", null);
    }
    if (versionKind == null || messageKind == null) {
      return new Text.Chars(new String(body, UTF_8).toCharArray(), "body");
    }
    if (versionKind != JsonToken.VALUE_STRING || !READABLE.matcher(version).matches()) {
      String came =
          VERSION_NUMBER.matcher(version).matches() ? version : Unreadable.kind(versionKind);
      throw new DecodeException(Wire.ENVELOPE_VERSION + ": " + came + " (expected: 2.0)", null);
    }
    if (message == null) {
      throw new DecodeException(
          Wire.ENVELOPE_MESSAGE + ": " + Unreadable.kind(messageKind) + " (expected: text)", null);
    }
    return new Text.Chars(message, Wire.ENVELOPE_MESSAGE);
  }

  private static char[] chars(JsonParser parser) {
    int start = parser.getStringOffset();
    return Arrays.copyOfRange(
        parser.getStringCharacters(), start, start + parser.getStringLength());
  }
}
