package dev.svar.internal.config;

import dev.svar.ConfigurationException;
import dev.svar.driver.Option;
import java.util.HashMap;
import java.util.Map;

/** Options of one group that code or the query of a URL gives by name. */
final class NamedValues {
  private final String source;
  private final OptionGroup group;
  private final Warnings warnings;

  /**
   * @param source who gives them, for messages
   */
  NamedValues(String source, OptionGroup group, Warnings warnings) {
    this.source = source;
    this.group = group;
    this.warnings = warnings;
  }

  /**
   * The values by the current names of their options.
   *
   * @throws ConfigurationException if a name is unknown, or a value not what is expected
   */
  Map<String, Object> read(Map<String, ?> given) {
    Map<String, Object> values = new HashMap<>();
    given.forEach(
        (key, value) -> {
          String gone = group.removed().get(key);
          if (gone != null) {
            warnings.once(place(key) + " is ignored: " + gone);
            return;
          }
          Option<?> option = option(key);
          if (!option.name().equals(key)) {
            warnings.once(place(key) + " is now called " + option.name());
          }
          if (option.name().equals(key) || !given.containsKey(option.name())) {
            values.put(option.name(), convert(option, value));
          }
        });
    return values;
  }

  private Option<?> option(String key) {
    return group
        .find(Name.of(group.name(), key))
        .orElseThrow(
            () ->
                new ConfigurationException(
                    place(key) + " is not an option (" + group.suggestion(key) + ")", null));
  }

  private Object convert(Option<?> option, Object value) {
    try {
      return option.convert(value);
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(source + ": [" + group.name() + "] " + e.getMessage(), null);
    }
  }

  private String place(String key) {
    return source + ": " + Name.of(group.name(), key);
  }
}
