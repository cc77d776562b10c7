package dev.svar.bench.measure;

import java.util.List;
import java.util.Map;

/**
 * What each operation carries: a small structure, and a text that fills it up.
 *
 * @param name such as {@code 1 KiB}
 * @param value what is called {@code value} in the arguments of a call; about {@code bytes} as JSON
 * @param bytes how large it is
 */
public record Payload(String name, Map<String, Object> value, int bytes) {
  private static final int STRUCTURE = 54;

  /** One of {@code bytes} bytes, at least 100. */
  public static Payload of(int bytes) {
    String text = "x".repeat(Math.max(0, bytes - STRUCTURE));
    Map<String, Object> value =
        Map.of("id", 12, "name", "volume-1", "tags", List.of("a", "b"), "text", text);
    return new Payload(name(bytes), value, bytes);
  }

  private static String name(int bytes) {
    if (bytes < 1024) {
      return bytes + " B";
    }
    return bytes < 1 << 20 ? (bytes >> 10) + " KiB" : (bytes >> 20) + " MiB";
  }

  /** The arguments of a call. */
  public Map<String, Object> args() {
    return Map.of("value", value);
  }

  @Override
  public String toString() {
    return name;
  }
}
