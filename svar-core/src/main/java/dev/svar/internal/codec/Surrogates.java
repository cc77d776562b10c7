package dev.svar.internal.codec;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Half characters. Text in Python may hold one half of a surrogate pair, and its json escapes it
 * like any other. Jackson reads that in values but not in names, where it wants both halves; what
 * is not escaped it takes as it is.
 */
final class Surrogates {

  /** An escape of any kind, so that the second of two backslashes begins none. */
  private static final Pattern ESCAPE =
      Pattern.compile("\\\\(?:u([dD][89a-fA-F][0-9a-fA-F]{2})|.)");

  private Surrogates() {}

  /** JSON text with the escaped surrogates as themselves; the same object if it has none. */
  static String unescaped(String json) {
    if (!json.contains("\\ud") && !json.contains("\\uD")) {
      return json;
    }
    Matcher escape = ESCAPE.matcher(json);
    StringBuilder text = null;
    int copied = 0;
    while (escape.find()) {
      String hex = escape.group(1);
      if (hex != null) {
        text = text == null ? new StringBuilder(json.length()) : text;
        text.append(json, copied, escape.start()).append((char) Integer.parseInt(hex, 16));
        copied = escape.end();
      }
    }
    return text == null ? json : text.append(json, copied, json.length()).toString();
  }
}
