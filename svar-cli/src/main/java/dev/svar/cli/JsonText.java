package dev.svar.cli;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads the JSON that a user typed. Numbers keep their value: integers of any size, and decimals as
 * {@link Double} only where that is exactly what was typed.
 */
final class JsonText {
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(1_000)
                  .maxNumberLength(10_000)
                  .build())
          .build();

  private JsonText() {}

  /**
   * The value of {@code text}, as map, list, text, number, boolean or null. Of names that occur
   * twice in an object the later wins.
   *
   * @param where names the text in messages, such as {@code --args}
   * @throws IllegalArgumentException if it is not JSON, saying where and what was expected
   */
  static @Nullable Object read(String text, String where) {
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
      JsonToken first = parser.nextToken();
      if (first == null) {
        throw new IllegalArgumentException(where + " is empty (expected: JSON)");
      }
      Object value = value(parser, first);
      if (parser.nextToken() != null) {
        throw wrong(where, parser.currentTokenLocation(), "expected nothing more after the value");
      }
      return value;
    } catch (JacksonException e) {
      throw wrong(where, e.getLocation(), plain(e.getOriginalMessage()));
    }
  }

  private static @Nullable Object value(JsonParser parser, JsonToken token) {
    return switch (token) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> array(parser);
      case VALUE_STRING -> parser.getString();
      case VALUE_NUMBER_INT -> parser.getNumberValue();
      case VALUE_NUMBER_FLOAT -> decimal(parser.getString());
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      default -> null;
    };
  }

  private static Map<String, @Nullable Object> object(JsonParser parser) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      object.put(name, value(parser, parser.nextToken()));
    }
    return object;
  }

  private static List<@Nullable Object> array(JsonParser parser) {
    List<@Nullable Object> array = new ArrayList<>();
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      array.add(value(parser, token));
    }
    return array;
  }

  private static Number decimal(String text) {
    BigDecimal exact = new BigDecimal(text);
    double near = exact.doubleValue();
    boolean same = Double.isFinite(near) && BigDecimal.valueOf(near).compareTo(exact) == 0;
    return same ? (Number) Double.parseDouble(text) : exact;
  }

  /** Without what Jackson says to programmers. */
  private static String plain(String message) {
    return message.replaceAll(
        " \\([^()]*starting at \\[.*|: enable `.*| \\(start marker at .*", "");
  }

  private static IllegalArgumentException wrong(
      String where, TokenStreamLocation at, String problem) {
    return new IllegalArgumentException(
        where
            + " is not JSON at line "
            + at.getLineNr()
            + ", column "
            + at.getColumnNr()
            + ": "
            + problem);
  }
}
