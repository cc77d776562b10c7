package dev.svar.cli;

import dev.svar.RemoteException;
import dev.svar.Target;
import dev.svar.UnknownMethodException;
import dev.svar.UnsupportedVersionException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What became of each ping, told as it happens, and the sum of it. */
final class Pings {
  private static final String NO_PING =
      "no pong: the server is up, but serves no pings (rpc_ping_enabled is false there)";

  private final Target target;
  private final Output output;
  private final RoundTrips times = new RoundTrips();
  private int sent;
  private int answered;
  private ExitCode lastLoss = ExitCode.INTERRUPTED; // before any ping ended

  Pings(Target target, Output output) {
    this.target = target;
    this.output = output;
  }

  void begin(String url) {
    output.text("Pinging " + target + " on " + url);
  }

  /** An answer came: {@code pong}, or what the server serves under that name. */
  void answered(long nanos, @Nullable Object answer) {
    told(nanos, "pong".equals(answer) ? "pong" : "answer " + JsonLine.of(answer), "answer", answer);
  }

  /** The server said that it failed, or that it has no such method: it lives. */
  void refused(long nanos, RemoteException failure) {
    boolean noPing =
        failure instanceof UnknownMethodException || failure instanceof UnsupportedVersionException;
    Problem problem = Problem.of(failure);
    told(nanos, noPing ? NO_PING : problem.text(), "error", problem.toJson());
  }

  private void told(long nanos, String what, String key, @Nullable Object value) {
    sent++;
    answered++;
    // The first made the reply queue, and loaded what loads late: it would be the maximum for ever.
    if (sent == 2 && answered == 2) {
      times.clear();
    }
    times.add(nanos);
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("seq", sent);
    json.put("time_ms", Output.millis(nanos));
    json.put(key, value);
    output.line(
        String.format(
            Locale.ROOT, "seq=%d time=%.2f ms %s", sent, nanos / 1e6, JsonLine.readable(what)),
        json);
  }

  /** No answer came. */
  void lost(RuntimeException failure) {
    sent++;
    Problem problem = Problem.of(failure);
    lastLoss = problem.code();
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("seq", sent);
    json.put("time_ms", null);
    json.put("error", problem.toJson());
    output.line("seq=" + sent + " lost: " + JsonLine.readable(problem.text()), json);
  }

  /** The summary; what the command ends with. */
  ExitCode end(long nanos) {
    double loss = sent == 0 ? 0 : 100.0 * (sent - answered) / sent;
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("sent", sent);
    json.put("answered", answered);
    json.put("loss_percent", Math.round(loss * 100) / 100.0);
    json.put("elapsed_ms", Output.millis(nanos));
    json.putAll(times.toJson());
    output.line(
        String.format(
            Locale.ROOT,
            "--- %s: %d sent, %d answered, %.1f%% lost, %.2f s%s",
            target,
            sent,
            answered,
            loss,
            nanos / 1e9,
            answered == 0 ? "" : "\n" + times),
        json);
    return answered > 0 ? ExitCode.DONE : lastLoss;
  }
}
