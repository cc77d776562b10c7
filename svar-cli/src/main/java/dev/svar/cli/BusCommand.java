package dev.svar.cli;

import dev.svar.Transport;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** A command that talks to a bus: opens and connects it, and closes it whatever happens. */
@Command(
    sortOptions = false,
    descriptionHeading = "%n",
    parameterListHeading = "%nArguments:%n",
    footerHeading = "%nExamples:%n")
abstract class BusCommand implements Callable<Integer> {
  /** What connecting to a broker takes at most, even if an answer may take longer. */
  private static final Duration CONNECTING = Duration.ofSeconds(10);

  /** What giving queues back to the broker takes at most. */
  private static final Duration CLOSING = Duration.ofSeconds(5);

  final GlobalOptions globals;
  final Terminal terminal;
  final Output output;

  BusCommand(GlobalOptions globals, Terminal terminal) {
    this.globals = globals;
    this.terminal = terminal;
    this.output = new Output(globals, terminal);
  }

  @Override
  public final Integer call() {
    Logging.configure(globals.verbose);
    return execute().code();
  }

  /**
   * Does the command.
   *
   * @throws RuntimeException as {@link Problem#of} knows them
   */
  abstract ExitCode execute();

  /** Opens the transport of {@code builder}. To be closed with {@link #close}. */
  final Transport connect(Transport.Builder builder) {
    Transport transport = builder.open();
    try {
      connect(transport);
      return transport;
    } catch (RuntimeException e) {
      close(transport);
      throw e;
    }
  }

  /** Connects one that was opened, and stays to be closed. */
  final void connect(Transport transport) {
    terminal.connecting().run();
    Duration timeout = transport.responseTimeout();
    transport.connect(timeout.isZero() ? CONNECTING : shorter(timeout, CONNECTING));
  }

  /** Closes it in order, also on a thread that was interrupted. */
  static void close(Transport transport) {
    boolean interrupted = Thread.interrupted();
    transport.close(CLOSING);
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
