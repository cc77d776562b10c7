package dev.svar.notify;

import dev.svar.internal.codec.JsonWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Masks what must not be logged: values of keys that name a password, a token or a key. */
final class Secrets {
  private static final String MASK = "***";

  /** What such keys contain, in small letters (oslo.utils, {@code strutils.py}). */
  private static final List<String> NAMES =
      List.of(
          "password",
          "passphrase",
          "adminpass",
          "admin_pass",
          "new_pass",
          "pswd",
          "secret",
          "token",
          "fernetkey",
          "encryption_key",
          "private_key");

  private Secrets() {}

  /** {@code value}, which Jackson can write, as JSON that may be logged. */
  static String json(@Nullable Object value) {
    return JsonWriter.write(masked(JsonWriter.plain(value)));
  }

  private static @Nullable Object masked(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> copy = new LinkedHashMap<>();
      map.forEach(
          (key, item) ->
              copy.put(String.valueOf(key), item != null && isSecret(key) ? MASK : masked(item)));
      return copy;
    }
    return value instanceof List<?> list ? list.stream().map(Secrets::masked).toList() : value;
  }

  private static boolean isSecret(@Nullable Object key) {
    String name = String.valueOf(key).toLowerCase(Locale.ROOT);
    return NAMES.stream().anyMatch(name::contains);
  }
}
