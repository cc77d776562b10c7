package dev.svar.cli;

import dev.svar.Transport;
import dev.svar.notify.Notifier;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** A command about events: on which topics. */
abstract class EventCommand extends BusCommand {
  @Option(
      names = "--topic",
      paramLabel = "TOPIC",
      description =
          "The topic of the events. May be repeated. Default: topics of --config-file, else"
              + " notifications.")
  List<String> topics = new ArrayList<>();

  EventCommand(GlobalOptions globals, Terminal terminal) {
    super(globals, terminal);
  }

  /** Where events are: configuration files may name another broker for them. */
  final Transport.Builder bus() {
    return globals.bus(terminal.environment(), null).forNotifications(true);
  }

  /** Where a notifier of this process sends: to what was typed, or what is configured. */
  final List<String> topics(Transport transport) {
    Notifier.Builder notifier = Notifier.builder(transport).driver("noop");
    return named(notifier).build().topics().stream().distinct().toList();
  }

  /** With the topics that were typed, if any were. */
  final Notifier.Builder named(Notifier.Builder notifier) {
    for (String topic : topics) {
      if (topic.isBlank()) {
        throw new IllegalArgumentException(
            "--topic: \"" + topic + "\" (expected: a name, such as notifications)");
      }
    }
    return topics.isEmpty() ? notifier : notifier.topics(topics.toArray(String[]::new));
  }
}
