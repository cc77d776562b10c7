package dev.svar.driver;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One option by the name that a configuration file and a URL's query give it: how its text is read,
 * and its default. Made with {@link #text}, {@link #integer} and the like; immutable.
 *
 * @param <T> the type of its value
 */
public final class Option<T> {
  private final String name;
  private final OptionType<T> type;
  private final @Nullable T fallback;
  private final List<String> deprecatedNames;

  private Option(
      String name, OptionType<T> type, @Nullable T fallback, List<String> deprecatedNames) {
    this.name = requireNonNull(name, "name");
    this.type = type;
    this.fallback = fallback;
    this.deprecatedNames = deprecatedNames;
  }

  private static <T> Option<T> of(String name, OptionType<T> type) {
    return new Option<>(name, type, null, List.of());
  }

  /** Any text. */
  public static Option<String> text(String name) {
    return of(name, OptionType.single("text", text -> text));
  }

  /** One of {@code choices}, case ignored, given as it stands there. */
  public static Option<String> choice(String name, String... choices) {
    List<String> known = List.of(choices);
    return of(
        name,
        OptionType.single(
            "one of " + String.join(", ", known),
            text ->
                known.stream()
                    .filter(text::equalsIgnoreCase)
                    .findFirst()
                    .orElseThrow(IllegalArgumentException::new)));
  }

  /** A whole number from {@code min} to {@code max}, both included. */
  public static Option<Integer> integer(String name, int min, int max) {
    String expected =
        max == Integer.MAX_VALUE
            ? "a whole number, " + min + " or more"
            : "a whole number from " + min + " to " + max;
    return of(
        name,
        OptionType.single(
            expected,
            text -> {
              int value = Integer.parseInt(text.strip());
              if (value < min || value > max) {
                throw new IllegalArgumentException();
              }
              return value;
            }));
  }

  /** A number from {@code min} to {@code max}, both included. */
  public static Option<Double> number(String name, double min, double max) {
    return of(
        name,
        OptionType.single(
            "a number from " + min + " to " + max,
            text -> {
              double value = Double.parseDouble(text.strip());
              if (!(value >= min && value <= max)) {
                throw new IllegalArgumentException();
              }
              return value;
            }));
  }

  /** {@code true, 1, on, yes} or {@code false, 0, off, no}, case ignored. */
  public static Option<Boolean> bool(String name) {
    return of(
        name,
        OptionType.single(
            "true or false",
            text ->
                switch (text.strip().toLowerCase(Locale.ROOT)) {
                  case "true", "1", "on", "yes" -> true;
                  case "false", "0", "off", "no" -> false;
                  default -> throw new IllegalArgumentException();
                }));
  }

  /** Texts separated by commas, white space around each and empty ones dropped. */
  public static Option<List<String>> list(String name) {
    return of(name, OptionType.list());
  }

  /** {@code key:value} pairs separated by commas, white space around each dropped. */
  public static Option<Map<String, String>> dict(String name) {
    return of(name, OptionType.dict());
  }

  /** A key that may stand several times, each with one text. */
  public static Option<List<String>> multi(String name) {
    return of(name, OptionType.multi());
  }

  /** The same with a default. */
  public Option<T> orElse(T value) {
    return new Option<>(name, type, requireNonNull(value, "value"), deprecatedNames);
  }

  /**
   * The same, also read from these older names, with a warning; the earlier of them counts first.
   *
   * @param names each one of the same group, or {@code group.name}
   */
  public Option<T> formerly(String... names) {
    return new Option<>(name, type, fallback, List.of(names));
  }

  /** Its name. */
  public String name() {
    return name;
  }

  /** What its text may be, for messages. */
  public String expected() {
    return type.expected();
  }

  /** The default; null if there is none. */
  public @Nullable T fallback() {
    return fallback;
  }

  /** Older names, each {@code name} or {@code group.name}. */
  public List<String> deprecatedNames() {
    return deprecatedNames;
  }

  /** Whether its key may stand several times in a file, all of them counting. */
  public boolean repeatable() {
    return type.repeatable();
  }

  /**
   * Whether its value must not be shown: its name has {@code password}, {@code secret} or {@code
   * transport_url} in it.
   */
  public boolean secret() {
    String lower = name.toLowerCase(Locale.ROOT);
    return List.of("password", "secret", "transport_url").stream().anyMatch(lower::contains);
  }

  /**
   * Reads a value.
   *
   * @throws IllegalArgumentException if it is not what is expected, saying so
   */
  public T read(String text) {
    return readAll(List.of(text));
  }

  /**
   * Reads the value of a key that stands several times in a file: the last text, or all of them if
   * it is {@link #repeatable}.
   *
   * @param texts one at least
   * @throws IllegalArgumentException if it is not what is expected, saying so
   */
  public T readAll(List<String> texts) {
    return checked(texts.get(texts.size() - 1), () -> type.reader().apply(texts));
  }

  /**
   * Takes a value from code: one of this type, or anything whose text is read as such, like a
   * {@link java.nio.file.Path}.
   *
   * @throws IllegalArgumentException if it is not what is expected, saying so
   */
  public T convert(Object value) {
    return checked(
        value,
        () ->
            type.taker().apply(value).orElseGet(() -> type.reader().apply(List.of(textOf(value)))));
  }

  private static String textOf(Object value) {
    if (value instanceof Collection || value instanceof Map || value.getClass().isArray()) {
      throw new IllegalArgumentException();
    }
    return value.toString();
  }

  /** Without a cause: all it could tell is the value again, which may be a secret. */
  private T checked(Object got, Supplier<T> reading) {
    try {
      return reading.get();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          name + ": " + shown(got) + " (expected: " + expected() + ")");
    }
  }

  private String shown(Object got) {
    Object value = got instanceof Object[] items ? Arrays.asList(items) : got;
    return secret() ? "***" : "\"" + value + "\"";
  }

  @Override
  public String toString() {
    return name;
  }
}
