package dev.svar.internal.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The wire format as it is defined, by plain Jackson: a map becomes text, and that text a value of
 * another map that becomes text; and back. As slow and as simple as can be, to compare with.
 */
final class TwoSteps {
  static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(Limits.DEFAULT.depth() + 2)
                          .maxNumberLength(Limits.DEFAULT.numberDigits())
                          .build())
                  .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                  .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
                  .disable(JsonWriteFeature.WRITE_HEX_UPPER_CASE)
                  .disable(JsonWriteFeature.ESCAPE_FORWARD_SLASHES)
                  .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
                  .build())
          .build();

  private TwoSteps() {}

  /** The inner map as text. */
  static String inner(Map<String, ? extends @Nullable Object> map) {
    return JSON.writeValueAsString(map);
  }

  /** The body of a message whose inner map that is. */
  static byte[] body(String inner) {
    return ("{\"oslo.version\": \"2.0\", \"oslo.message\": " + JSON.writeValueAsString(inner) + "}")
        .getBytes(UTF_8);
  }

  /**
   * The inner map that {@code body} has.
   *
   * @throws RuntimeException if it has none
   */
  @SuppressWarnings("unchecked") // names are text
  static Map<String, @Nullable Object> read(byte[] body) {
    Object outer = JSON.readValue(body, Object.class);
    if (outer instanceof Map<?, ?> map
        && map.containsKey("oslo.version")
        && map.containsKey("oslo.message")) {
      if (!(map.get("oslo.version") instanceof String version && version.matches("2\\.0(\\.0)?"))) {
        throw new IllegalArgumentException("another version");
      }
      return (Map<String, @Nullable Object>)
          JSON.readValue((String) map.get("oslo.message"), Object.class);
    }
    return (Map<String, @Nullable Object>) outer;
  }
}
