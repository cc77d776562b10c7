package dev.svar.cloudevents;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads and writes JSON. What is wrong is told by the name of the attribute, never by its value.
 */
final class Json {

  /** As deep as messages may be, and a little for what is around them. */
  private static final int DEPTH = 1_010;

  /** As long as in messages. */
  private static final int DIGITS = 10_000;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(DEPTH)
                          .maxNumberLength(DIGITS)
                          .build())
                  .streamWriteConstraints(
                      StreamWriteConstraints.builder().maxNestingDepth(DEPTH).build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  // An attribute must have no control characters: JSON text in one has none.
                  .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
                  .build())
          .build();

  private Json() {}

  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /** Whether data of that content type is JSON; it is if there is none. */
  static boolean isContentType(@Nullable String contentType) {
    if (contentType == null) {
      return true;
    }
    int parameters = contentType.indexOf(';');
    String type = parameters < 0 ? contentType : contentType.substring(0, parameters);
    String name = type.strip().toLowerCase(Locale.ROOT);
    return name.endsWith("/json") || name.endsWith("+json");
  }

  static JsonNode read(String name, String text) {
    try {
      return present(name, MAPPER.readTree(text));
    } catch (JacksonException e) {
      throw wrong(name, e);
    }
  }

  static JsonNode read(String name, byte[] bytes) {
    try {
      return present(name, MAPPER.readTree(bytes));
    } catch (JacksonException e) {
      throw wrong(name, e);
    }
  }

  private static JsonNode present(String name, JsonNode read) {
    if (read.isMissingNode()) {
      throw new IllegalArgumentException(name + ": nothing (expected: JSON)");
    }
    return read;
  }

  /** Where it is wrong: the text of the cause would quote it. */
  private static IllegalArgumentException wrong(String name, JacksonException e) {
    return new IllegalArgumentException(
        name
            + ": no JSON at line "
            + e.getLocation().getLineNr()
            + ", column "
            + e.getLocation().getColumnNr()
            + " (expected: JSON)");
  }

  /** As map, list, text, number, boolean or null. */
  static @Nullable Object value(JsonNode node) {
    return MAPPER.treeToValue(node, Object.class);
  }

  static Map<String, @Nullable Object> map(String name, JsonNode node) {
    if (!node.isObject()) {
      throw new IllegalArgumentException(
          name
              + ": "
              + node.getNodeType().name().toLowerCase(Locale.ROOT)
              + " (expected: a JSON object)");
    }
    return MAPPER.treeToValue(node, new TypeReference<Map<String, @Nullable Object>>() {});
  }

  static JsonNode tree(String name, Object value) {
    try {
      return MAPPER.valueToTree(value);
    } catch (JacksonException e) {
      throw new IllegalArgumentException(
          name + ": " + e.getOriginalMessage() + " (expected: what JSON can say)", e);
    }
  }

  /**
   * Its text in ASCII.
   *
   * @throws IllegalArgumentException if there is a number that JSON has not
   */
  static String text(String name, JsonNode node) {
    requireFinite(name, node);
    try {
      // The one control character that JSON leaves as it is; it can only stand in text.
      return MAPPER.writeValueAsString(node).replace("\u007f", "\\u007f");
    } catch (JacksonException e) {
      throw new IllegalArgumentException(
          name + ": " + e.getOriginalMessage() + " (expected: what JSON can say)", e);
    }
  }

  static byte[] bytes(String name, @Nullable JsonNode node) {
    String text = node == null ? "null" : text(name, node);
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static void requireFinite(String path, JsonNode node) {
    if (node.isFloatingPointNumber()
        && !node.isBigDecimal()
        && !Double.isFinite(node.doubleValue())) {
      throw new IllegalArgumentException(
          path + ": " + node.doubleValue() + " (expected: a number that JSON has)");
    }
    if (node.isObject()) {
      node.forEachEntry((key, item) -> requireFinite(path + "." + key, item));
    } else if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        requireFinite(path + "[" + i + "]", node.get(i));
      }
    }
  }
}
