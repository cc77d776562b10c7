package dev.svar.cli;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a payload tells at a glance: which thing, its name, its state, where it is. */
final class Digest {
  private static final int MOST = 6;
  private static final int LONGEST = 60;
  private static final int LONGEST_WHOLE = 200;
  private static final String DATA = "nova_object.data";

  private static final Pattern SECRET =
      Pattern.compile("(?i).*(pass(word|phrase)?|pswd|secret|token)(_.*)?");

  /** The first that matches a key says how telling it is; all others come after these. */
  private static final List<Pattern> TELLING =
      List.of(
          Pattern.compile("(?!(user|tenant|project|request|reservation|domain)_)(.*_)?(uu)?id"),
          Pattern.compile("(?!(nova_object|image|key)\\b|.*(user|tenant|project)_)(.*_)?name"),
          Pattern.compile("(.*_)?(state|status|outcome|action)"),
          Pattern.compile("(.*_)?(host|hostname|node)"),
          Pattern.compile("(?!nova_object\\.).*"));

  private Digest() {}

  /** Some entries of a map, the most telling first; anything else as JSON. Empty for nothing. */
  static String of(@Nullable Object payload) {
    if (payload == null) {
      return "";
    }
    if (!(payload instanceof Map<?, ?> map)) {
      return shortened(JsonLine.of(payload), LONGEST_WHOLE);
    }
    Map<String, @Nullable Object> all = scalars(map);
    String told =
        all.entrySet().stream()
            .sorted(Comparator.comparingInt(entry -> rank(entry.getKey())))
            .limit(MOST)
            .map(entry -> JsonLine.readable(entry.getKey()) + "=" + value(entry.getValue()))
            .collect(Collectors.joining(" "));
    return all.size() > MOST ? told + " …" : told;
  }

  /** Those of the map itself; if it has none, those of the maps in it. */
  private static Map<String, @Nullable Object> scalars(Map<?, ?> map) {
    Map<String, @Nullable Object> found = new LinkedHashMap<>();
    Map<?, ?> unwrapped = unwrapped(map);
    collect(unwrapped, "", found);
    if (found.isEmpty()) {
      unwrapped.forEach(
          (key, value) -> {
            if (value instanceof Map<?, ?> inner) {
              collect(unwrapped(inner), key + ".", found);
            }
          });
    }
    return found;
  }

  private static Map<?, ?> unwrapped(Map<?, ?> map) {
    return map.get(DATA) instanceof Map<?, ?> data ? data : map;
  }

  private static void collect(Map<?, ?> map, String prefix, Map<String, @Nullable Object> scalars) {
    map.forEach(
        (key, value) -> {
          boolean scalar =
              value instanceof String || value instanceof Number || value instanceof Boolean;
          if (scalar && !SECRET.matcher(String.valueOf(key)).matches()) {
            scalars.put(prefix + key, value);
          }
        });
  }

  private static int rank(String key) {
    String last = key.startsWith("nova_object.") ? key : key.substring(key.lastIndexOf('.') + 1);
    for (int rank = 0; rank < TELLING.size(); rank++) {
      if (TELLING.get(rank).matcher(last).matches()) {
        return rank;
      }
    }
    return TELLING.size();
  }

  /** A text without quotes, unless it could be taken for more than one. */
  private static String value(@Nullable Object value) {
    if (!(value instanceof String text)) {
      return shortened(JsonLine.of(value), LONGEST);
    }
    String shown = shortened(text, LONGEST);
    boolean plain = !shown.isEmpty() && shown.chars().noneMatch(c -> c == ' ' || c == '"');
    return plain ? JsonLine.readable(shown) : JsonLine.of(shown);
  }

  private static String shortened(String text, int length) {
    if (text.length() <= length) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length;
    return text.substring(0, end) + "…";
  }
}
