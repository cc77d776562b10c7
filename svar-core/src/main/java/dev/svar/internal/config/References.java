package dev.svar.internal.config;

import static java.util.stream.Collectors.joining;

import dev.svar.ConfigurationException;
import dev.svar.driver.Option;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Replaces {@code $name}, {@code ${name}}, {@code $group.name} and {@code ${group.name}} in values,
 * and {@code $$} and {@code \$} by a dollar sign; any other {@code $} stays ({@code _substitute} in
 * {@code cfg.py}). A name without a group is looked up in the group of the value, then in {@code
 * DEFAULT}.
 */
final class References {
  private static final String NAME = "([_a-zA-Z][._a-zA-Z0-9]*)";
  private static final Pattern REFERENCE =
      Pattern.compile("\\$(?:(\\$)|" + NAME + "|\\{" + NAME + "\\})");

  private final ConfigFiles files;
  private final List<OptionGroup> groups;

  /**
   * @param groups what has a default, or is known and may be unset: that counts as empty
   */
  References(ConfigFiles files, List<OptionGroup> groups) {
    this.files = files;
    this.groups = groups;
  }

  /**
   * The text of {@code entry} with every reference replaced.
   *
   * @param group of the option that is read: {@code entry} may have a former name in another group
   * @throws ConfigurationException if one leads nowhere, or back to itself
   */
  String resolve(String group, Entry entry) {
    return resolve(group, entry, List.of());
  }

  private String resolve(String group, Entry entry, List<Name> through) {
    int before = through.indexOf(entry.name());
    if (before >= 0) {
      throw new ConfigurationException(
          entry
              + " refers to itself through "
              + through.stream().skip(before).map(Name::toString).collect(joining(", "))
              + " (expected: an end)",
          null);
    }
    List<Name> path = new ArrayList<>(through);
    path.add(entry.name());
    return REFERENCE
        .matcher(entry.text().replace("\\$", "$$"))
        .replaceAll(
            match ->
                Matcher.quoteReplacement(
                    match.group(1) != null
                        ? "$"
                        : value(group, nameIn(match), path)
                            .orElseThrow(() -> unknown(entry, nameIn(match)))));
  }

  private static String nameIn(MatchResult match) {
    return match.group(2) != null ? match.group(2) : match.group(3);
  }

  private Optional<String> value(String group, String reference, List<Name> path) {
    return meant(group, reference).flatMap(name -> value(name, path).stream()).findFirst();
  }

  private static Stream<Name> meant(String group, String reference) {
    return reference.indexOf('.') >= 0
        ? Stream.of(Name.read(group, reference))
        : Stream.of(new Name(group, reference), new Name(CoreOptions.DEFAULT, reference))
            .distinct();
  }

  private Optional<String> value(Name name, List<Name> path) {
    for (OptionGroup group : groups) {
      Optional<Option<?>> known = group.find(name);
      if (known.isPresent()) {
        Option<?> option = known.get();
        return given(group.name(), Name.all(group.name(), option), path)
            .or(() -> Optional.of(text(option.fallback())));
      }
    }
    return given(name.group(), List.of(name), path);
  }

  private Optional<String> given(String group, List<Name> names, List<Name> path) {
    List<Entry> entries = files.find(names, false);
    return entries.isEmpty()
        ? Optional.empty()
        : Optional.of(resolve(group, entries.get(entries.size() - 1), path));
  }

  private static String text(@Nullable Object fallback) {
    return fallback == null
        ? ""
        : fallback instanceof Collection<?> items
            ? items.stream().map(String::valueOf).collect(joining(","))
            : fallback.toString();
  }

  private static ConfigurationException unknown(Entry entry, String reference) {
    String named = entry.name().secret() ? "a reference" : "$" + reference;
    return new ConfigurationException(
        entry
            + " has "
            + named
            + ", but no file has that option (expected: one that is there, or $$ for a dollar sign)",
        null);
  }
}
