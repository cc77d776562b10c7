package dev.svar.internal.codec;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;

/**
 * Says where a text cannot be read, and why. Jackson's own messages quote the text, which may hold
 * secrets: neither they nor their exceptions are passed on.
 */
final class Unreadable {
  private Unreadable() {}

  /** What {@code failure}, thrown while {@code parser} was reading {@code name}, means. */
  static DecodeException explain(
      String name, RuntimeException failure, JsonParser parser, Limits limits) {
    if (!(failure instanceof JacksonException)) {
      // A defect of the parser, then: its text may help, and is not made of the message.
      return new DecodeException(name + ": cannot be read", failure);
    }
    String where = name + ": " + "%s" + place(parser.currentLocation());
    if (failure instanceof StreamConstraintsException) {
      return new DecodeException(where.formatted(limit(parser, limits) + " at "), null);
    }
    return new DecodeException(
        where.formatted(
            failure instanceof UnexpectedEndOfInputException
                ? "ends too early at "
                : "not JSON at "),
        null);
  }

  private static String limit(JsonParser parser, Limits limits) {
    StreamReadConstraints constraints = parser.streamReadConstraints();
    if (parser.streamReadContext().getNestingDepth() > constraints.getMaxNestingDepth()) {
      return "nested deeper than " + limits.depth() + " levels";
    }
    return parser.currentTokenCount() > constraints.getMaxTokenCount()
        ? "more than " + constraints.getMaxTokenCount() + " values"
        : "a number longer than " + limits.numberDigits() + " digits";
  }

  private static String place(TokenStreamLocation location) {
    return location.getCharOffset() >= 0
        ? "character " + location.getCharOffset()
        : "byte " + location.getByteOffset();
  }

  /** What came, in words that do not quote it. */
  static String kind(@Nullable JsonToken token) {
    if (token == null) {
      return "nothing";
    }
    return switch (token) {
      case START_OBJECT -> "a map";
      case PROPERTY_NAME -> "a key";
      case START_ARRAY -> "a list";
      case VALUE_STRING -> "text";
      case VALUE_NUMBER_INT -> "a whole number";
      case VALUE_NUMBER_FLOAT -> "a number with a fraction";
      case VALUE_TRUE, VALUE_FALSE -> "a boolean";
      case VALUE_NULL -> "null";
      default -> "nothing";
    };
  }
}
