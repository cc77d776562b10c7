package dev.svar.cli;

import dev.svar.Context;
import dev.svar.Counter;
import dev.svar.RemoteException;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A line for each request, when it has ended, and for what happens besides. Names of arguments and
 * of the context's entries only: values may be secrets. Thread-safe.
 */
final class RequestLog {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");

  private final Output output;
  private final boolean verbose;
  private final AtomicInteger running = new AtomicInteger();

  /**
   * Writes to {@code output}.
   *
   * @param verbose whether to tell also when a request begins
   */
  RequestLog(Output output, boolean verbose) {
    this.output = output;
    this.verbose = verbose;
  }

  /** How many requests are being run. */
  int running() {
    return running.get();
  }

  /** Runs {@code body}, and writes how that went. */
  @Nullable Object request(
      String method, Collection<String> args, Context context, Callable<@Nullable Object> body)
      throws Exception {
    Entry entry = begin(method, args, context);
    String outcome = "ok";
    try {
      return body.call();
    } catch (RemoteException e) {
      outcome = String.valueOf(e.getMessage());
      throw e;
    } catch (InterruptedException e) {
      outcome = "interrupted";
      throw e;
    } finally {
      entry.ended(outcome);
    }
  }

  /** A request begins that runs on after its method has returned. */
  Entry begin(String method, Collection<String> args, Context context) {
    running.incrementAndGet();
    if (verbose) {
      event(method + "() begins");
    }
    return new Entry(method, List.copyOf(args), context.toMap().keySet(), System.nanoTime());
  }

  /** A request that runs. */
  final class Entry {
    private final String method;
    private final List<String> args;
    private final Collection<String> context;
    private final long start;

    private Entry(String method, List<String> args, Collection<String> context, long start) {
      this.method = method;
      this.args = args;
      this.context = context;
      this.start = start;
    }

    /** It has ended: to be called once. */
    void ended(String outcome) {
      running.decrementAndGet();
      write(method, args, context, System.nanoTime() - start, outcome);
    }
  }

  private void write(
      String method, List<String> args, Collection<String> context, long nanos, String outcome) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("time", Instant.now().truncatedTo(ChronoUnit.MILLIS));
    json.put("method", method);
    json.put("args", args);
    json.put("context", context);
    json.put("elapsed_ms", Output.millis(nanos));
    json.put("outcome", outcome);
    String text =
        String.format(
            Locale.ROOT,
            "%s(%s)  context: %s  %.2f ms  %s",
            method,
            String.join(", ", args),
            context.isEmpty() ? "-" : String.join(", ", context),
            nanos / 1e6,
            outcome);
    output.line(now() + "  " + JsonLine.readable(text), json);
  }

  /** What the transport counts, if it is about the bus and not about one request. */
  void happened(Counter counter, String detail) {
    String text = BusNews.text(counter, detail);
    if (text != null) {
      event(text);
    }
  }

  private static String now() {
    return TIME.format(LocalTime.now(ZoneId.systemDefault()));
  }

  /** Something that is no request. */
  void event(String text) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("time", Instant.now().truncatedTo(ChronoUnit.MILLIS));
    json.put("event", text);
    output.line(now() + "  " + JsonLine.readable(text), json);
  }
}
