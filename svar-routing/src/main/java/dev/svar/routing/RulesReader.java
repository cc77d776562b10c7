package dev.svar.routing;

import dev.svar.ConfigurationException;
import dev.svar.notify.NotifierDrivers;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Reads rules, and says where they are wrong. */
final class RulesReader {
  private static final String EVENTS = "accepted_events";
  private static final String PRIORITIES = "accepted_priorities";

  private final Path file;
  private final NotifierDrivers drivers;

  RulesReader(Path file, NotifierDrivers drivers) {
    this.file = file;
    this.drivers = drivers;
  }

  /**
   * Reads all of it.
   *
   * @return null if the file is empty
   * @throws ConfigurationException if it is missing, no YAML, or no rules, naming the place
   */
  @Nullable Rules read() {
    Object groups = load();
    if (groups == null) {
      return null;
    }
    List<Rules.Rule> rules = new ArrayList<>();
    map("", groups)
        .forEach(
            (group, entries) ->
                map(group, entries)
                    .forEach((driver, rule) -> rules.add(rule(group, driver, rule))));
    return new Rules(List.copyOf(rules));
  }

  private @Nullable Object load() {
    String text;
    try {
      text = Files.readString(file);
    } catch (NoSuchFileException e) {
      throw new ConfigurationException(
          file + ": missing (expected: rules for the driver routing)", e);
    } catch (CharacterCodingException e) {
      throw new ConfigurationException(file + ": no text in UTF-8 (expected: YAML)", e);
    } catch (IOException e) {
      throw new ConfigurationException(file + ": cannot be read: " + e, e);
    }
    try {
      return new Load(LoadSettings.builder().setLabel(file.toString()).build())
          .loadFromString(text);
    } catch (MarkedYamlEngineException e) {
      throw new ConfigurationException(
          file
              + e.getProblemMark()
                  .map(mark -> ":" + (mark.getLine() + 1) + ":" + (mark.getColumn() + 1))
                  .orElse("")
              + ": "
              + e.getProblem()
              + " (expected: YAML)",
          e);
    } catch (YamlEngineException e) {
      throw new ConfigurationException(file + ": " + e.getMessage() + " (expected: YAML)", e);
    }
  }

  private Rules.Rule rule(String group, String driver, @Nullable Object rule) {
    String place = group + "." + driver;
    if (driver.equals("routing")) {
      throw wrong(place, "routing to itself", "another driver");
    }
    try {
      drivers.get(driver);
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(file + ": " + place + ": " + e.getMessage(), e);
    }
    Map<String, @Nullable Object> lists = rule == null ? Map.of() : map(place, rule);
    for (String name : lists.keySet()) {
      if (!name.equals(EVENTS) && !name.equals(PRIORITIES)) {
        throw wrong(place + "." + name, "unknown", EVENTS + " or " + PRIORITIES);
      }
    }
    return new Rules.Rule(
        driver, patterns(place, lists, EVENTS), patterns(place, lists, PRIORITIES));
  }

  private @Nullable List<ShellPattern> patterns(
      String place, Map<String, @Nullable Object> lists, String name) {
    Object list = lists.get(name);
    if (list == null) {
      return null;
    }
    if (!(list instanceof List<?> items)) {
      throw wrong(place + "." + name, kind(list), "a list of patterns");
    }
    List<ShellPattern> patterns = new ArrayList<>();
    for (Object item : items) {
      if (!(item instanceof String text)) {
        throw wrong(
            place + "." + name + "[" + patterns.size() + "]", kind(item), "a pattern, as text");
      }
      boolean priority = name.equals(PRIORITIES);
      patterns.add(new ShellPattern(priority ? text.toLowerCase(Locale.ROOT) : text));
    }
    return patterns;
  }

  @SuppressWarnings("unchecked") // the keys are looked at
  private Map<String, @Nullable Object> map(String place, @Nullable Object value) {
    if (!(value instanceof Map<?, ?> map)) {
      throw wrong(
          place,
          kind(value),
          place.isEmpty() ? "groups by name" : place.contains(".") ? "lists by name" : "drivers");
    }
    for (Object key : map.keySet()) {
      if (!(key instanceof String)) {
        throw wrong(place, kind(key) + " as a key", "text");
      }
    }
    return (Map<String, @Nullable Object>) map;
  }

  private ConfigurationException wrong(String place, String found, String expected) {
    return new ConfigurationException(
        file
            + ": "
            + (place.isEmpty() ? "" : place + ": ")
            + found
            + " (expected: "
            + expected
            + ")",
        null);
  }

  private static String kind(@Nullable Object value) {
    return value == null
        ? "nothing"
        : value instanceof Map
            ? "a map"
            : value instanceof List
                ? "a list"
                : value instanceof String
                    ? "a text"
                    : value.getClass().getSimpleName() + " " + value;
  }
}
