package dev.svar.classic;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a message asks for, copied out of the map that an application gave.
 *
 * @param args by name
 * @param version as peers read it; null for none, which means 1.0
 */
record Call(
    String method,
    Map<String, ? extends @Nullable Object> args,
    @Nullable String version,
    @Nullable String namespace) {

  private static final Set<String> KEYS = Set.of("method", "args", "version", "namespace");
  private static final String EXPECTED =
      " (expected: a map with \"method\", and maybe \"args\", \"version\" and \"namespace\")";

  /**
   * Reads {@code msg}.
   *
   * @throws IllegalArgumentException if it is no message, saying why
   */
  static Call of(Map<String, ? extends @Nullable Object> msg) {
    for (String key : msg.keySet()) {
      if (!KEYS.contains(key)) {
        throw new IllegalArgumentException("msg: unknown key \"" + key + "\"" + EXPECTED);
      }
    }
    String method = text(msg, "method");
    if (method == null || method.isEmpty()) {
      throw new IllegalArgumentException("msg: no \"method\"" + EXPECTED);
    }
    String version = text(msg, "version");
    return new Call(
        method,
        args(msg.get("args")),
        version == null || version.isEmpty() ? null : Versions.complete(version),
        text(msg, "namespace"));
  }

  private static @Nullable String text(Map<String, ? extends @Nullable Object> msg, String key) {
    Object value = msg.get(key);
    if (value == null || value instanceof String) {
      return (String) value;
    }
    throw new IllegalArgumentException(
        "msg: \"" + key + "\" is a " + value.getClass().getTypeName() + " (expected: text)");
  }

  private static Map<String, @Nullable Object> args(@Nullable Object value) {
    Map<String, @Nullable Object> args = new LinkedHashMap<>();
    if (value instanceof Map<?, ?> map) {
      map.forEach((name, item) -> args.put(String.valueOf(name), item));
    } else if (value != null) {
      throw new IllegalArgumentException(
          "msg: \"args\" is a " + value.getClass().getTypeName() + " (expected: a map)");
    }
    return args;
  }
}
