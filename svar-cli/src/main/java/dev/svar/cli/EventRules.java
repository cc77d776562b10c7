package dev.svar.cli;

import dev.svar.notify.NotificationFilter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which events are shown. */
final class EventRules {
  @Option(
      names = "--event-type",
      paramLabel = "REGEX",
      description = "Only events of such a type, such as 'compute\\.instance\\.'.")
  @Nullable String eventType;

  @Option(
      names = "--publisher",
      paramLabel = "REGEX",
      description = "Only those that such a publisher sent, such as 'compute\\.'.")
  @Nullable String publisher;

  @Option(
      names = "--payload",
      paramLabel = "PATH=REGEX",
      description =
          "Only those whose payload has such a text there: a key, or keys with dots between. A"
              + " number, true or false matches nothing. May be repeated.")
  List<String> payload = new ArrayList<>();

  boolean isEmpty() {
    return eventType == null && publisher == null && payload.isEmpty();
  }

  /**
   * The filter.
   *
   * @throws IllegalArgumentException if a rule is none, naming its option
   */
  NotificationFilter filter() {
    NotificationFilter.Builder filter = NotificationFilter.builder();
    if (eventType != null) {
      String regex = eventType;
      add("--event-type", () -> filter.eventType(regex));
    }
    if (publisher != null) {
      String regex = publisher;
      add("--publisher", () -> filter.publisherId(regex));
    }
    for (String rule : payload) {
      int equals = rule.indexOf('=');
      if (equals < 1) {
        throw new IllegalArgumentException(
            "--payload: \"" + rule + "\" (expected: PATH=REGEX, such as state=error)");
      }
      String path = rule.substring(0, equals);
      add("--payload " + path, () -> filter.payload(path, rule.substring(equals + 1)));
    }
    return filter.build();
  }

  /** The library's texts name its own rules: what follows the name is for everybody. */
  private static void add(String option, Runnable rule) {
    try {
      rule.run();
    } catch (IllegalArgumentException e) {
      String text = String.valueOf(e.getMessage());
      throw new IllegalArgumentException(option + text.substring(text.indexOf(": \"")), e);
    }
  }

  /** The options that were given. */
  @Override
  public String toString() {
    List<String> given = new ArrayList<>();
    if (eventType != null) {
      given.add("--event-type");
    }
    if (publisher != null) {
      given.add("--publisher");
    }
    if (!payload.isEmpty()) {
      given.add("--payload");
    }
    return String.join(", ", given);
  }
}
