package dev.svar.cli;

import dev.svar.Transport;
import dev.svar.notify.Notification;
import dev.svar.notify.Notifier;
import dev.svar.notify.Priority;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code svar notify}: announces an event. */
@Command(
    name = "notify",
    header = "Announces an event.",
    customSynopsis = "svar notify [OPTION]... EVENT_TYPE [FIELD]...",
    description = {
      "Ends when the broker has taken the event over, which waits there for whoever listens, also"
          + " where nobody has ever listened. Says where it went, and its message id; with -o json"
          + " as one object."
    },
    footer = {
      "  svar notify compute.instance.update uuid=7c0d5f2e state=active vcpus:=4",
      "  svar notify volume.usage --priority warn --payload @usage.json --topic billing",
      "  echo '[1, 2]' | svar notify test.list --payload - --exchange nova"
    })
final class NotifyCommand extends EventCommand {
  @Parameters(
      index = "0",
      paramLabel = "EVENT_TYPE",
      description = "What happened, such as compute.instance.create.end.")
  String eventType = "";

  @Parameters(
      index = "1..*",
      paramLabel = "FIELD",
      description =
          "An entry of the payload: name=text for a text, name:=json for any JSON value. Of the"
              + " same name the later wins.")
  List<String> fields = new ArrayList<>();

  @Option(
      names = "--payload",
      paramLabel = "JSON|@FILE|-",
      description =
          "The payload as JSON: typed here, in a file, or on standard input. FIELDs are put over"
              + " it, if it is an object. Default: an object of the FIELDs.")
  @Nullable String payload;

  @Option(
      names = "--publisher",
      paramLabel = "ID",
      description = "Who says so, such as compute.host1. Default: svar/USER@HOST.")
  @Nullable String publisher;

  @Option(
      names = "--priority",
      paramLabel = "PRIORITY",
      description =
          "audit, debug, info, warn, error, critical or sample: each topic has a queue for each."
              + " Default: info.")
  String priority = "info";

  @Option(
      names = "--driver",
      paramLabel = "DRIVER",
      description =
          "How to send it: messagingv2 (in an envelope, as all do today), messaging (bare), or"
              + " another one that there is; routing goes by routing_config of --config-file."
              + " Default: messagingv2.")
  String driver = "messagingv2";

  NotifyCommand(GlobalOptions globals, Terminal terminal) {
    super(globals, terminal);
  }

  @Override
  ExitCode execute() {
    if (eventType.isBlank()) {
      throw new IllegalArgumentException(
          "EVENT_TYPE: \"" + eventType + "\" (expected: what happened, such as test.event)");
    }
    // Without its file this driver sends nothing, and says so in the log alone.
    if (driver.equals("routing") && !globals.configured()) {
      throw new IllegalArgumentException(
          "--driver routing: no rules (expected: --config-file with routing_config in the group"
              + " [oslo_messaging_notifications], or another driver)");
    }
    Notification event =
        Notification.builder(Priority.of(priority), eventType)
            .publisherId(publisher != null ? publisher : self())
            .payload(payload())
            .build();
    Transport transport = bus().open();
    try {
      Notifier notifier = named(Notifier.builder(transport)).driver(driver).build();
      connect(transport);
      long start = System.nanoTime();
      notifier.send(event);
      sent(event, transport.exchange(), notifier.topics(), System.nanoTime() - start);
    } finally {
      close(transport);
    }
    return ExitCode.DONE;
  }

  private @Nullable Object payload() {
    Map<String, @Nullable Object> over = Arguments.ofPairs(fields, "");
    if (payload == null) {
      return over;
    }
    Object whole = Arguments.value(payload, "--payload", terminal.in());
    if (over.isEmpty()) {
      return whole;
    }
    if (!(whole instanceof Map<?, ?> object)) {
      throw new IllegalArgumentException(
          "--payload: no object, which has no place for "
              + String.join(", ", over.keySet())
              + " (expected: an object, or no FIELD)");
    }
    Map<String, @Nullable Object> both = Arguments.named(object);
    both.putAll(over);
    return both;
  }

  private void sent(Notification event, String exchange, List<String> topics, long nanos) {
    boolean published = driver.startsWith("messaging");
    List<String> queues =
        topics.stream().map(topic -> topic + "." + event.priority().inAddress()).toList();
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("message_id", event.messageId());
    json.put("event_type", event.eventType());
    json.put("publisher_id", event.publisherId());
    json.put("priority", event.priority().name());
    json.put("timestamp", event.timestamp());
    json.put("driver", driver);
    json.put("exchange", published ? exchange : null);
    json.put("topics", published ? topics : List.of());
    json.put("elapsed_ms", Output.millis(nanos));
    String to =
        published
            ? "the broker for " + exchange + "/" + String.join(", " + exchange + "/", queues)
            : "the driver " + driver;
    output.line(
        String.format(
            Locale.ROOT,
            "%s was handed to %s as %s (%.2f ms)",
            JsonLine.readable(event.eventType()),
            JsonLine.readable(to),
            event.messageId(),
            nanos / 1e6),
        json);
  }

  private static String self() {
    return "svar/" + System.getProperty("user.name") + "@" + host();
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }
}
