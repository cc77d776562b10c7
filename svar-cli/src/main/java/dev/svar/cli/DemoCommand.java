package dev.svar.cli;

import dev.svar.Target;
import dev.svar.Transport;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;
import picocli.CommandLine.Command;

/** {@code svar demo}: shows what the library does, on a bus of choice. */
@Command(
    name = "demo",
    header = "Shows what the library does; needs no broker.",
    customSynopsis = "svar demo [OPTION]...",
    description = {
      "Starts two servers, a client, and listeners for events, and shows calls, a multicall, casts,"
          + " a fanout, failures and events: what was sent, what came back, and how long it took."
          + " Exit code 0 if each step gave what it should.",
      "Without a URL it runs inside of this process and needs no broker. On a broker it uses an"
          + " exchange, a topic and servers of its own, and leaves nothing behind."
    },
    footer = {"  svar demo", "  svar demo --url rabbit://guest:guest@localhost:5672/"})
final class DemoCommand extends BusCommand {
  static final Set<String> RABBIT = Set.of("rabbit", "kombu");

  DemoCommand(GlobalOptions globals, Terminal terminal) {
    super(globals, terminal);
  }

  @Override
  ExitCode execute() {
    String unique = "svar-demo-" + HexFormat.of().toHexDigits(new SecureRandom().nextLong());
    Target target = Target.of(unique);
    Transport.Builder bus = bus().exchange(unique);
    Transcript transcript = new Transcript(output);
    Transport transport = connect(bus);
    try {
      transcript.begin(transport.url(), unique);
      try (DemoServers servers = new DemoServers(() -> connect(bus), target)) {
        new DemoSteps(transport, target, servers, transcript).run();
      }
      try (DemoListeners listeners = new DemoListeners(() -> connect(bus), unique)) {
        new DemoEventSteps(transport, unique, listeners, transcript).run();
      }
    } finally {
      close(transport);
    }
    return transcript.end();
  }

  /** Queues of RabbitMQ stay when their server has gone, unless they are declared otherwise. */
  private Transport.Builder bus() {
    Transport.Builder bus = globals.bus(terminal.environment(), "memory://demo");
    Transport unconnected = bus.open();
    try {
      return RABBIT.contains(unconnected.url().driver())
          ? bus.option("amqp_auto_delete", true)
              .option("amqp_durable_queues", true)
              .option("rabbit_quorum_queue", false)
          : bus;
    } finally {
      close(unconnected);
    }
  }
}
