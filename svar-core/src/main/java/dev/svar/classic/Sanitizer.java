package dev.svar.classic;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes secrets out of what is logged: values of keys that name a password or a token, in maps and
 * lists however deep ({@code rpc/common.py}, {@code _safe_log}).
 */
final class Sanitizer {
  private static final String SANITIZED = "<SANITIZED>";
  private static final Set<String> SECRET = Set.of("_context_auth_token", "auth_token", "new_pass");

  private Sanitizer() {}

  /** A copy of {@code value} that may be logged. */
  static @Nullable Object sanitized(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<Object, @Nullable Object> copy = new LinkedHashMap<>();
      map.forEach((key, item) -> copy.put(key, isSecret(key) ? SANITIZED : sanitized(item)));
      return copy;
    }
    if (value instanceof List<?> list) {
      List<@Nullable Object> copy = new ArrayList<>();
      list.forEach(item -> copy.add(sanitized(item)));
      return copy;
    }
    return value;
  }

  private static boolean isSecret(@Nullable Object key) {
    String name = String.valueOf(key).toLowerCase(Locale.ROOT);
    return name.contains("password") || SECRET.contains(name);
  }
}
