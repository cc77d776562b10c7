package dev.svar.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a command says: results on standard output, as text or JSON; problems on standard error. */
final class Output {
  private final GlobalOptions globals;
  private final Terminal terminal;

  Output(GlobalOptions globals, Terminal terminal) {
    this.globals = globals;
    this.terminal = terminal;
  }

  /** One line: {@code text} for people, or {@code json} for scripts. */
  void line(String text, Map<String, ? extends @Nullable Object> json) {
    line(globals.json() ? JsonLine.of(json) : text);
  }

  /** One line that is written as is wanted already. */
  void line(String line) {
    terminal.out().println(line);
  }

  /** A line that only people want. */
  void text(String text) {
    if (!globals.json()) {
      terminal.out().println(text);
    }
  }

  /** The answer of a call, which took {@code nanos}. */
  void result(@Nullable Object value, long nanos, String text) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("result", value);
    json.put("elapsed_ms", millis(nanos));
    line(text, json);
  }

  /**
   * What ends the command: for people always, on standard output too for scripts.
   *
   * @param cause where it happened, which only verbose users see; null for nowhere
   */
  void problem(Problem problem, @Nullable Throwable cause) {
    if (globals.json()) {
      terminal.out().println(JsonLine.of(Map.of("error", problem.toJson())));
    }
    terminal.err().println("svar: " + JsonLine.readable(problem.text()));
    if (globals.verbose && cause != null) {
      problem.traceback().forEach(line -> terminal.err().println("  " + JsonLine.readable(line)));
      cause.printStackTrace(terminal.err());
    } else if (problem.hint() != null) {
      terminal.err().println("      " + problem.hint());
    }
  }

  /** Something to know besides the results, which stay apart from it. */
  void note(String text) {
    terminal.err().println("svar: " + JsonLine.readable(text));
  }

  /** False once standard output was closed, as by {@code head}: nobody reads any more. */
  boolean isRead() {
    return !terminal.out().checkError();
  }

  /** To three decimals. */
  static double millis(long nanos) {
    return Math.round(nanos / 1_000.0) / 1_000.0;
  }
}
