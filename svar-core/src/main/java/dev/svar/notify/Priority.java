package dev.svar.notify;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How important an event is. Each topic has one queue for each. */
public enum Priority {
  /** For the record. */
  AUDIT,
  /** For those who look for a fault. */
  DEBUG,
  /** As it should be. */
  INFO,
  /** Perhaps not as it should be. */
  WARN,
  /** Something failed. */
  ERROR,
  /** Something failed that others depend on. */
  CRITICAL,
  /** A measurement, of which there are many. */
  SAMPLE;

  private static final Map<String, Priority> BY_NAME =
      Stream.concat(
              Arrays.stream(values()).map(one -> Map.entry(one.inAddress, one)),
              Stream.of(Map.entry("warning", WARN)))
          .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

  private final String inAddress = name().toLowerCase(Locale.ROOT);

  /** How the names of queues have it: in small letters. */
  public String inAddress() {
    return inAddress;
  }

  /**
   * The priority of that name, in letters of either size; {@code warning} is {@link #WARN}.
   *
   * @throws IllegalArgumentException if there is none, naming those there are
   */
  public static Priority of(String name) {
    return find(name)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "priority: \""
                        + name
                        + "\" (expected: one of "
                        + String.join(
                            ", ", Arrays.stream(values()).map(Priority::inAddress).toList())
                        + ")"));
  }

  /** The priority of that name, as {@link #of}; empty if there is none. */
  static Optional<Priority> find(String name) {
    return Optional.ofNullable(BY_NAME.get(name.toLowerCase(Locale.ROOT)));
  }
}
