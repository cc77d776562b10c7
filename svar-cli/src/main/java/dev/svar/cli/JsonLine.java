package dev.svar.cli;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes values as one line of compact JSON for a terminal: every character that can be read stays
 * as it is; those that would break the line, steer the terminal or reorder its text are escaped.
 *
 * <p>What JSON has no number for (NaN and the infinities, which Python sends) is written as null.
 */
final class JsonLine {
  private final StringBuilder line = new StringBuilder();

  private JsonLine() {}

  /** Maps, lists, texts, numbers, booleans and null; anything else as its text. */
  static String of(@Nullable Object value) {
    JsonLine json = new JsonLine();
    json.value(value);
    return json.line.toString();
  }

  /** The same escapes for a text outside of JSON. */
  static String readable(String text) {
    JsonLine json = new JsonLine();
    text.codePoints().forEach(json::character);
    return json.line.toString();
  }

  private void value(@Nullable Object value) {
    if (value instanceof Map<?, ?> object) {
      object(object);
    } else if (value instanceof Collection<?> array) {
      array(array);
    } else if (value instanceof Double || value instanceof Float) {
      decimal(((Number) value).doubleValue());
    } else if (value == null || value instanceof Number || value instanceof Boolean) {
      line.append(value);
    } else {
      text(value.toString());
    }
  }

  private void object(Map<?, ?> object) {
    String separator = "{";
    for (Map.Entry<?, ?> entry : object.entrySet()) {
      line.append(separator);
      text(String.valueOf(entry.getKey()));
      line.append(':');
      value(entry.getValue());
      separator = ",";
    }
    line.append(object.isEmpty() ? "{}" : "}");
  }

  private void array(Collection<?> array) {
    line.append('[');
    for (Iterator<?> values = array.iterator(); values.hasNext(); ) {
      value(values.next());
      line.append(values.hasNext() ? "," : "");
    }
    line.append(']');
  }

  /** Without an exponent where people would write none. */
  private void decimal(double value) {
    double size = Math.abs(value);
    if (!Double.isFinite(value)) {
      line.append("null");
    } else if (size >= 1e16 || (size < 1e-6 && size > 0)) {
      line.append(value);
    } else {
      String plain = BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
      line.append(1 / value < 0 && size == 0 ? "-" : "").append(plain);
      line.append(plain.contains(".") ? "" : ".0");
    }
  }

  private void text(String text) {
    line.append('"');
    text.codePoints()
        .forEach(
            point -> {
              if (point == '"' || point == '\\') {
                line.append('\\');
              }
              character(point);
            });
    line.append('"');
  }

  private void character(int point) {
    switch (point) {
      case '\n' -> line.append("\\n");
      case '\r' -> line.append("\\r");
      case '\t' -> line.append("\\t");
      default -> {
        if (isReadable(point)) {
          line.appendCodePoint(point);
        } else {
          line.append(String.format("\\u%04x", point));
        }
      }
    }
  }

  /** All that are not are below U+10000. */
  private static boolean isReadable(int point) {
    boolean reorders = (point >= 0x202a && point <= 0x202e) || (point >= 0x2066 && point <= 0x2069);
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> !reorders;
    };
  }
}
