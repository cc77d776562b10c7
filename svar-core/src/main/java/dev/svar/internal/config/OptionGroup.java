package dev.svar.internal.config;

import dev.svar.driver.DriverProvider;
import dev.svar.driver.Option;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The options that are read from one group.
 *
 * @param removed names without a meaning any more, and what to say about each
 */
record OptionGroup(String name, List<Option<?>> options, Map<String, String> removed) {

  static OptionGroup of(DriverProvider provider) {
    return new OptionGroup(provider.optionGroup(), provider.options(), provider.removedOptions());
  }

  /** The option that {@code wanted} names, now or formerly. */
  Optional<Option<?>> find(Name wanted) {
    for (Option<?> option : options) {
      if (Name.all(name, option).contains(wanted)) {
        return Optional.of(option);
      }
    }
    return Optional.empty();
  }

  /** {@code nearest: x}, or what else there is, for messages about an unknown {@code key}. */
  String suggestion(String key) {
    List<String> names = options.stream().map(Option::name).sorted().toList();
    return Nearest.to(key, names)
        .map(nearest -> "nearest: " + nearest)
        .orElse(
            names.isEmpty()
                ? "expected: none, it has no options"
                : "expected: one of " + String.join(", ", names));
  }
}
