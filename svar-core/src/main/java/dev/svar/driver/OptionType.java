package dev.svar.driver;

import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * How what is given for an option becomes its value.
 *
 * @param expected what may be given, for messages
 * @param repeatable whether all texts of a file count, not only the last
 * @param reader reads the texts of a file, one at least; an IllegalArgumentException refuses them
 * @param taker takes what is no text, and is empty if it is to be read as text
 */
record OptionType<T>(
    String expected,
    boolean repeatable,
    Function<List<String>, T> reader,
    Function<Object, Optional<T>> taker) {

  /** A type of one text. */
  static <T> OptionType<T> single(String expected, Function<String, T> reader) {
    return new OptionType<>(
        expected, false, texts -> reader.apply(last(texts)), value -> Optional.empty());
  }

  static OptionType<List<String>> list() {
    return new OptionType<>(
        "texts separated by commas", false, texts -> items(last(texts)), OptionType::items);
  }

  static OptionType<List<String>> multi() {
    return new OptionType<>("text", true, List::copyOf, OptionType::items);
  }

  static OptionType<Map<String, String>> dict() {
    return new OptionType<>(
        "key:value pairs separated by commas, each key once",
        false,
        texts -> pairs(last(texts)),
        OptionType::pairs);
  }

  private static String last(List<String> texts) {
    return texts.get(texts.size() - 1);
  }

  private static List<String> items(String text) {
    return Arrays.stream(text.split(",", -1))
        .map(String::strip)
        .filter(item -> !item.isEmpty())
        .toList();
  }

  private static Optional<List<String>> items(Object value) {
    return value instanceof Collection<?> items
        ? Optional.of(items.stream().map(String::valueOf).toList())
        : Optional.empty();
  }

  private static Map<String, String> pairs(String text) {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (String item : items(text)) {
      int colon = item.indexOf(':');
      if (colon <= 0
          || pairs.put(item.substring(0, colon).strip(), item.substring(colon + 1).strip())
              != null) {
        throw new IllegalArgumentException();
      }
    }
    return Map.copyOf(pairs);
  }

  private static Optional<Map<String, String>> pairs(Object value) {
    if (!(value instanceof Map<?, ?> map)) {
      return Optional.empty();
    }
    Map<String, String> pairs = new LinkedHashMap<>();
    map.forEach((key, item) -> pairs.put(String.valueOf(key), String.valueOf(item)));
    return Optional.of(Map.copyOf(pairs));
  }
}
