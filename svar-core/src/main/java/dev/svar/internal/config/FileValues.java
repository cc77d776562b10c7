package dev.svar.internal.config;

import dev.svar.ConfigurationException;
import dev.svar.driver.Option;
import java.util.List;
import java.util.Optional;

/** Reads options from files. Thread-safe. */
final class FileValues {
  private final ConfigFiles files;
  private final References references;
  private final Warnings warnings;

  /**
   * @param groups what references may mean although no file has it
   */
  FileValues(ConfigFiles files, List<OptionGroup> groups, Warnings warnings) {
    this.files = files;
    this.references = new References(files, groups);
    this.warnings = warnings;
  }

  /**
   * The value of {@code option}, or empty if no file has it.
   *
   * @throws ConfigurationException if it is not what is expected
   */
  <T> Optional<T> read(String group, Option<T> option) {
    List<Entry> entries = entries(group, option);
    if (entries.isEmpty()) {
      return Optional.empty();
    }
    Name current = Name.all(group, option).get(0);
    for (Entry entry : entries) {
      if (!entry.name().equals(current)) {
        warnings.once(entry + " is now called " + current);
      }
    }
    Entry last = entries.get(entries.size() - 1);
    try {
      return Optional.of(
          option.readAll(
              entries.stream().map(entry -> references.resolve(current.group(), entry)).toList()));
    } catch (IllegalArgumentException e) {
      // As it stands in the file: what a reference brings in may be a secret.
      String got = option.secret() ? "***" : "\"" + last.text() + "\"";
      throw new ConfigurationException(
          last + ": " + got + " (expected: " + option.expected() + ")", null);
    }
  }

  /** The entry that {@link #read} takes the value from; the last one, if several. */
  Optional<Entry> source(String group, Option<?> option) {
    List<Entry> entries = entries(group, option);
    return entries.isEmpty() ? Optional.empty() : Optional.of(entries.get(entries.size() - 1));
  }

  /** Those that count, one at most unless the option is repeatable. */
  private List<Entry> entries(String group, Option<?> option) {
    List<Entry> entries = files.find(Name.all(group, option), option.repeatable());
    return option.repeatable() || entries.isEmpty()
        ? entries
        : entries.subList(entries.size() - 1, entries.size());
  }
}
