package dev.svar.cli;

import dev.svar.Target;
import dev.svar.Transport;
import dev.svar.rpc.RpcServer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code svar serve}: a server to try clients against. */
@Command(
    name = "serve",
    header = "Serves a few methods to try things against.",
    customSynopsis = "svar serve [OPTION]... TOPIC --server NAME",
    description = {
      "Prints a line for each request. The methods:",
      "",
      "  echo(...)            the arguments, as an object",
      "  add(x, y)            their sum",
      "  fail(type, message)  fails as that Python class, such as ValueError or"
          + " nova.exception.NotFound",
      "  sleep(seconds)       null, after that time",
      "  count(n, delay)      streams 1 to n, without n on and on, with delay seconds between two"
          + " items, in",
      "                       which it keeps a worker; a call gets the last item",
      "",
      "Answers pings too. Ctrl-C or SIGTERM ends it with exit code 0 once the methods that run have"
          + " ended and their answers are sent; with 3 if that takes longer than --timeout. On"
          + " RabbitMQ its queues stay, as those of any server do, unless the URL ends in"
          + " ?amqp_auto_delete=true."
    },
    footer = {
      "  svar serve test --server one --url rabbit://guest:guest@localhost:5672/",
      "  svar call test add x:=1 y:=2 --url rabbit://guest:guest@localhost:5672/"
    })
final class ServeCommand extends BusCommand {
  @Parameters(index = "0", paramLabel = "TOPIC", description = "What to listen on.")
  String topic = "";

  @Option(
      names = "--server",
      paramLabel = "NAME",
      required = true,
      description = "The name of this server, by which it alone can be called.")
  String server = "";

  @Option(
      names = "--namespace",
      paramLabel = "NAME",
      description = "The namespace of the methods. Default: none.")
  @Nullable String namespace;

  @Option(
      names = "--version",
      paramLabel = "X.Y",
      description = "The version of the methods. Default: 1.0.")
  String version = "1.0";

  ServeCommand(GlobalOptions globals, Terminal terminal) {
    super(globals, terminal);
  }

  @Override
  ExitCode execute() {
    Target target = Target.of(topic, server);
    RequestLog log = new RequestLog(output, globals.verbose);
    Transport transport =
        connect(globals.bus(terminal.environment(), null).observer(log::happened));
    try {
      RpcServer requests =
          RpcServer.builder(transport, target)
              .endpoint(new TrialEndpoint(log), namespace, version)
              .endpoint(new PingEndpoint(log))
              .build();
      requests.start(transport.responseTimeout());
      log.event("serving " + target.withExchange(transport.exchange()) + " on " + transport.url());
      awaitInterrupt();
      return stop(requests, log, transport.responseTimeout());
    } finally {
      close(transport);
    }
  }

  private static void awaitInterrupt() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      // What it waits for. The thread goes on, to stop in order.
    }
  }

  private static ExitCode stop(RpcServer requests, RequestLog log, Duration limit) {
    int running = log.running();
    log.event(
        switch (running) {
          case 0 -> "stopping";
          case 1 -> "stopping; 1 request still runs";
          default -> "stopping; " + running + " requests still run";
        });
    boolean ended = requests.stop(limit);
    log.event(ended ? "stopped" : "stopped; what still ran was interrupted");
    return ended ? ExitCode.DONE : ExitCode.TIMEOUT;
  }
}
