package dev.svar.cli;

import dev.svar.ConfigurationException;
import dev.svar.Context;
import dev.svar.MessagingException;
import dev.svar.RemoteException;
import dev.svar.Target;
import dev.svar.Transport;
import dev.svar.rpc.RpcClient;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code svar ping}: asks for a sign of life again and again, as ping(8) does. */
@Command(
    name = "ping",
    header = "Asks servers for a sign of life, again and again.",
    customSynopsis = "svar ping [OPTION]... TOPIC",
    description = {
      "Calls oslo_rpc_server_ping, and shows how long each answer took. Ctrl-C ends it with a"
          + " summary.",
      "Exit code 0 if any answer came. A server that does not serve pings answers that it has no"
          + " such method: it is alive, so that counts. Each ping waits 5 s unless --timeout says"
          + " otherwise. The times of the summary leave out the first answer, which had to wait for"
          + " the reply queue, unless it is the only one. With -o json prints an object for each"
          + " ping and one as summary."
    },
    footer = {"  svar ping compute --server host1", "  svar ping scheduler -c 100 -i 0.01"})
final class PingCommand extends BusCommand {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  @Parameters(index = "0", paramLabel = "TOPIC", description = "What the servers listen on.")
  String topic = "";

  @Option(
      names = "--server",
      paramLabel = "NAME",
      description = "This server of the topic. Default: any.")
  @Nullable String server;

  @Option(
      names = {"-c", "--count"},
      paramLabel = "COUNT",
      description = "Stop after so many. Default: at Ctrl-C.")
  @Nullable Integer count;

  @Option(
      names = {"-i", "--interval"},
      paramLabel = "SECONDS",
      converter = Seconds.OrZero.class,
      description = "From one ping to the next, at least; decimals allowed. Default: 1.")
  Duration interval = Duration.ofSeconds(1);

  PingCommand(GlobalOptions globals, Terminal terminal) {
    super(globals, terminal);
  }

  @Override
  ExitCode execute() {
    if (count != null && count < 1) {
      throw new IllegalArgumentException("--count: " + count + " (expected: 1 or more)");
    }
    Target target = new Target(null, topic, null, null, server, false);
    Transport transport = connect(globals.bus(terminal.environment(), null));
    try {
      Duration timeout =
          globals.timeout != null
              ? globals.timeout
              : shorter(PATIENCE, transport.responseTimeout());
      RpcClient client = RpcClient.builder(transport, target).timeout(timeout).build();
      Pings pings = new Pings(target.withExchange(transport.exchange()), output);
      pings.begin(transport.url().toString());
      long start = System.nanoTime();
      run(client, pings);
      return pings.end(System.nanoTime() - start);
    } finally {
      close(transport);
    }
  }

  /** Until the count is full, the user interrupts, or nobody reads the output any more. */
  private void run(RpcClient client, Pings pings) {
    for (int number = 1; count == null || number <= count; number++) {
      long start = System.nanoTime();
      try {
        Object answer = client.call(Context.EMPTY, "oslo_rpc_server_ping", Map.of());
        pings.answered(System.nanoTime() - start, answer);
      } catch (RemoteException e) {
        pings.refused(System.nanoTime() - start, e);
      } catch (ConfigurationException e) {
        throw e; // such as a broker without calls: it will not answer the next one either
      } catch (MessagingException e) {
        if (Thread.currentThread().isInterrupted()) {
          return;
        }
        pings.lost(e);
      }
      boolean more = count == null || number < count;
      if (!output.isRead() || (more && !pause(start + interval.toNanos()))) {
        return;
      }
    }
  }

  /** False if it was interrupted. */
  private static boolean pause(long until) {
    try {
      TimeUnit.NANOSECONDS.sleep(until - System.nanoTime());
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
