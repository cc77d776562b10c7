package dev.svar.cli;

import dev.svar.Counter;
import dev.svar.Transport;
import dev.svar.notify.Notification;
import dev.svar.notify.NotificationHandler;
import dev.svar.notify.NotificationListener;
import dev.svar.notify.Priority;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code svar listen}: shows events as they come. */
@Command(
    name = "listen",
    header = "Shows events as they come.",
    customSynopsis = "svar listen [OPTION]...",
    description = {
      "Prints a line for each: when, how important, who, what, and some entries of the payload."
          + " With -o json prints each whole, as one object: event_type, publisher_id, priority,"
          + " timestamp, message_id, payload, context. What it does besides is told on standard"
          + " error.",
      "It takes nothing from anybody, unless --take says so: it reads a private copy of what comes"
          + " from now on, which is gone when it ends. With --take it reads the queues themselves,"
          + " and with --pool those of a pool, whose copies wait while nobody reads them; an event"
          + " is acknowledged once it is printed, and whatever else was taken goes back.",
      "--event-type, --publisher and --payload leave out what does not match: regular expressions"
          + " that match from the start of the text. What they leave out of a pool is acknowledged"
          + " all the same, since the copy is the pool's own; --take does not go with them.",
      "Ctrl-C, SIGTERM, or a reader that has seen enough, such as head, ends it with exit code 0;"
          + " before --count is full, Ctrl-C ends it with 130."
    },
    footer = {
      "  svar listen",
      "  svar listen --exchange nova --priority error --priority critical",
      "  svar listen --event-type 'compute\\.instance\\.' --payload nova_object.data.host=host1",
      "  svar listen --take --count 1 --priority error -o json"
    })
final class ListenCommand extends EventCommand {
  /** What giving back what was taken may take. */
  private static final Duration STOPPING = Duration.ofSeconds(10);

  @Option(
      names = "--priority",
      paramLabel = "PRIORITY",
      description =
          "Only those of this priority: audit, debug, info, warn, error, critical or sample. May be"
              + " repeated. Default: all.")
  List<String> only = new ArrayList<>();

  @Mixin final EventRules rules = new EventRules();

  @Option(
      names = "--pool",
      paramLabel = "NAME",
      description =
          "Share the events of this pool with whoever else listens with that name. It stays when"
              + " this ends, and goes on collecting events. On RabbitMQ it is a queue of that name.")
  @Nullable String pool;

  @Option(
      names = "--take",
      description =
          "Take the events themselves: nobody else gets those that are printed. Makes the queues"
              + " that are missing.")
  boolean take;

  @Option(
      names = {"-c", "--count"},
      paramLabel = "COUNT",
      description = "Stop after so many. Default: at Ctrl-C.")
  @Nullable Integer count;

  ListenCommand(GlobalOptions globals, Terminal terminal) {
    super(globals, terminal);
  }

  @Override
  ExitCode execute() {
    Set<Priority> priorities = priorities();
    check();
    EventPrinter printer =
        new EventPrinter(output, line(), rules.filter(), count == null ? Long.MAX_VALUE : count);
    Transport transport = bus().observer(this::happened).open();
    try {
      List<String> names = topics(transport);
      EventSource source = new EventSource(transport, names, priorities, pool, take);
      NotificationListener listener = listener(source, printer);
      connect(transport);
      listener.start(transport.responseTimeout());
      output.note("listening to " + source);
      printer.begin(listener::pause);
      boolean ended = printer.awaitEnd();
      listener.stop(STOPPING);
      return told(printer, source, ended);
    } finally {
      close(transport);
    }
  }

  private Set<Priority> priorities() {
    Set<Priority> some = EnumSet.noneOf(Priority.class);
    only.forEach(name -> some.add(Priority.of(name)));
    return some.isEmpty() ? EnumSet.allOf(Priority.class) : some;
  }

  private void check() {
    if (count != null && count < 1) {
      throw new IllegalArgumentException("--count: " + count + " (expected: 1 or more)");
    }
    if (take && pool != null) {
      throw new IllegalArgumentException(
          "--take and --pool: the events themselves, or copies of them (expected: one of the two"
              + " options)");
    }
    if (take && !rules.isEmpty()) {
      throw new IllegalArgumentException(
          "--take and "
              + rules
              + ": what does not match would be taken from others unseen (expected: one of the two;"
              + " without --take nothing is taken, and a --pool has copies of its own)");
    }
    if (pool != null && pool.isBlank()) {
      throw new IllegalArgumentException("--pool: \"" + pool + "\" (expected: a name)");
    }
  }

  private Function<Notification, String> line() {
    if (globals.json()) {
      return event -> JsonLine.of(EventLine.json(event));
    }
    return new EventLine(Screen.of(terminal.environment()), Clock.system(ZoneId.systemDefault()))
        ::text;
  }

  private void happened(Counter counter, String detail) {
    String text = BusNews.text(counter, detail);
    if (text != null) {
      output.note(text);
    }
  }

  /** One event at a time, so that they are printed in their order. */
  private static NotificationListener listener(EventSource source, NotificationHandler handler) {
    NotificationListener.Builder<NotificationHandler> builder =
        source.builder().concurrency(1).allowRequeue(true);
    source.priorities().forEach(priority -> builder.on(priority, handler));
    return builder.build();
  }

  private ExitCode told(EventPrinter printer, EventSource source, boolean ended) {
    Throwable failure = printer.failure();
    if (failure != null) {
      throw new IllegalStateException("an event could not be printed", failure);
    }
    boolean cut = !ended && count != null;
    if (cut) {
      output.note("interrupted after " + printer.printed() + " of " + count + " events");
    }
    String left = source.left(printer.printed());
    if (left != null) {
      output.note(left);
    }
    return cut ? ExitCode.INTERRUPTED : ExitCode.DONE;
  }
}
