package dev.svar.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The {@code svar} command. */
@Command(
    name = "svar",
    sortOptions = false,
    versionProvider = BuiltVersion.class,
    customSynopsis = "svar [OPTION]... COMMAND [OPTION]... [ARGUMENT]...",
    descriptionHeading = "%n",
    description = "Talks to services over their message bus, as oslo.messaging does.",
    commandListHeading = "%nCommands:%n",
    footerHeading = "%n",
    footer = {
      "\"svar COMMAND --help\" shows a command's options, examples and exit codes.",
      "\"svar demo\" needs no broker."
    })
public final class Main {
  @Mixin final GlobalOptions globals;

  @Option(names = "--version", versionHelp = true, description = "Shows the version.")
  boolean version;

  private Main(GlobalOptions globals) {
    this.globals = globals;
  }

  /**
   * Runs the command and exits.
   *
   * @param args what the user typed
   */
  public static void main(String[] args) {
    Shutdown shutdown = Shutdown.watch();
    StandardOutput out = new StandardOutput();
    PrintStream err = utf8(new FileOutputStream(FileDescriptor.err));
    int code = run(new Terminal(System.getenv(), System.in, utf8(out), err, shutdown::arm), args);
    if (out.failure() != null) {
      err.println("svar: standard output: " + out.failure());
      code = ExitCode.INTERNAL.code();
    }
    shutdown.finished(code);
    System.exit(code);
  }

  /** Whatever the locale says. */
  private static PrintStream utf8(OutputStream stream) {
    return new PrintStream(new BufferedOutputStream(stream), true, UTF_8);
  }

  /** Runs the command on {@code terminal}; gives its exit code. Interrupted, it ends in order. */
  static int run(Terminal terminal, String... args) {
    GlobalOptions globals = new GlobalOptions();
    Output output = new Output(globals, terminal);
    CommandLine line = new CommandLine(new Main(globals));
    line.addSubcommand(new DemoCommand(globals, terminal));
    line.addSubcommand(new ServeCommand(globals, terminal));
    line.addSubcommand(new CallCommand(globals, terminal));
    line.addSubcommand(new MulticallCommand(globals, terminal));
    line.addSubcommand(new CastCommand(globals, terminal));
    line.addSubcommand(new PingCommand(globals, terminal));
    line.addSubcommand(new NotifyCommand(globals, terminal));
    line.addSubcommand(new ListenCommand(globals, terminal));
    line.setExpandAtFiles(false);
    line.setOverwrittenOptionsAllowed(true);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setOut(new PrintWriter(terminal.out(), true, UTF_8));
    line.setErr(new PrintWriter(terminal.err(), true, UTF_8));
    line.setParameterExceptionHandler(
        (wrong, typed) -> WrongUsage.tell(wrong, typed, globals, output));
    line.setExecutionExceptionHandler((failure, command, typed) -> failed(failure, output));
    HelpLayout.apply(line);
    if (args.length == 0) {
      line.usage(terminal.err());
      return ExitCode.USAGE.code();
    }
    try {
      return line.execute(args);
    } catch (Error e) {
      return failed(e, output); // as of a jar that is missing
    }
  }

  private static int failed(Throwable failure, Output output) {
    Problem problem = Problem.of(failure);
    output.problem(problem, failure);
    return problem.code().code();
  }
}
