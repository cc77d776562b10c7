package dev.svar.driver;

import java.util.Map;
import java.util.Optional;

/** The values that were given for a driver's options. Immutable. */
public final class Options {

  /** None given: every option has its default. */
  public static final Options NONE = new Options(Map.of());

  private final Map<String, Object> values;

  /**
   * Holds {@code values}.
   *
   * @param values by option name, each of the type of its option
   */
  public Options(Map<String, ?> values) {
    this.values = Map.copyOf(values);
  }

  /**
   * The value of {@code option}, or its default.
   *
   * @throws IllegalStateException if it has neither
   */
  public <T> T get(Option<T> option) {
    return find(option)
        .orElseThrow(() -> new IllegalStateException("no value and no default: " + option));
  }

  /** The value of {@code option}, or its default, or empty if it has neither. */
  @SuppressWarnings("unchecked") // the constructor's contract
  public <T> Optional<T> find(Option<T> option) {
    Object value = values.get(option.name());
    return Optional.ofNullable(value != null ? (T) value : option.fallback());
  }

  /** Whether a value was given, so that the default does not count. */
  public boolean has(Option<?> option) {
    return values.containsKey(option.name());
  }
}
