package dev.svar.routing;

import dev.svar.notify.Notification;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which drivers get which events. Immutable. */
record Rules(List<Rule> rules) {
  /**
   * One driver's entry in a group; a list that is empty accepts nothing, as in Python.
   *
   * @param events one of them must match; null for every event
   * @param priorities one of them must match; null for every priority
   */
  record Rule(
      String driver, @Nullable List<ShellPattern> events, @Nullable List<ShellPattern> priorities) {

    boolean accepts(Notification event) {
      return accepts(events, event.eventType())
          && accepts(priorities, event.priority().inAddress());
    }

    private static boolean accepts(@Nullable List<ShellPattern> patterns, String text) {
      return patterns == null || patterns.stream().anyMatch(pattern -> pattern.matches(text));
    }
  }

  /** Those that get {@code event}, each once. */
  Set<String> driversFor(Notification event) {
    Set<String> drivers = new LinkedHashSet<>();
    for (Rule rule : rules) {
      if (rule.accepts(event)) {
        drivers.add(rule.driver());
      }
    }
    return drivers;
  }
}
