package dev.svar.internal.config;

import dev.svar.driver.Option;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The name of an option in a file.
 *
 * @param group {@code DEFAULT}, or lower case
 * @param key case counts
 */
record Name(String group, String key) {

  /** A group's name in any case but for {@code DEFAULT}, as oslo.config has it ({@code cfg.py}). */
  static Name of(String group, String key) {
    return new Name(
        group.equals(CoreOptions.DEFAULT) ? group : group.toLowerCase(Locale.ROOT), key);
  }

  /** {@code group.key}, or a key of {@code group}. */
  static Name read(String group, String text) {
    int dot = text.indexOf('.');
    return dot < 0 ? of(group, text) : of(text.substring(0, dot), text.substring(dot + 1));
  }

  /** All names of {@code option}, the current one first. */
  static List<Name> all(String group, Option<?> option) {
    return Stream.concat(
            Stream.of(of(group, option.name())),
            option.deprecatedNames().stream().map(old -> read(group, old)))
        .toList();
  }

  /** Whether its value must not be shown. */
  boolean secret() {
    return Option.text(key).secret();
  }

  @Override
  public String toString() {
    return "[" + group + "] " + key;
  }
}
