package dev.svar.bench.scale;

import dev.svar.bench.broker.Brokers;
import dev.svar.bench.measure.Blocking;
import dev.svar.bench.measure.Latencies;
import dev.svar.bench.measure.Payload;
import dev.svar.bench.peers.Elsewhere;
import dev.svar.bench.peers.Kind;
import dev.svar.bench.report.Results;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * The memory of each way to call over RabbitMQ, client and server together in a JVM of their own:
 * at rest, and at its peak under calls.
 */
public final class Footprint implements Trial {
  private static final List<Kind> KINDS =
      List.of(
          Kind.SVAR_CALLS,
          Kind.HAND_CALLS,
          Kind.CHEAPEST_CALLS,
          Kind.SPRING_CALLS,
          Kind.SPRING_ASYNC_CALLS);
  private static final List<String> OPTIONS = List.of("-Xms32m", "-Xmx512m");
  private static final Duration LOAD = Duration.ofSeconds(10);

  private final Brokers brokers;

  /** Over RabbitMQ. */
  public Footprint(Brokers brokers) {
    this.brokers = brokers;
  }

  @Override
  public String name() {
    return "memory at rest and at peak";
  }

  @Override
  public void run(Results results, PrintStream progress) throws Exception {
    StringBuilder table =
        new StringBuilder(
            "Client and server of calls over RabbitMQ in a JVM of their own ("
                + String.join(" ", OPTIONS)
                + "), in MiB; the load is 16 callers with 1 KiB for "
                + LOAD.toSeconds()
                + " s.\n\n"
                + "| | heap at rest | resident at rest | heap after the load | resident at most |"
                + " threads at the end |\n|---|---:|---:|---:|---:|---:|\n");
    for (Kind kind : KINDS) {
      String line = line(kind);
      progress.print("  " + line);
      table.append(line);
    }
    results.notes().put(name(), table.toString());
  }

  private String line(Kind kind) throws Exception {
    try (Elsewhere peer =
        new Elsewhere(
            kind.name(),
            kind,
            brokers.rabbitUrl(),
            System.getProperty("java.class.path"),
            OPTIONS)) {
      ProcessHandle process = peer.processes().get(0);
      double heap = peer.heap() / (double) (1 << 20);
      long resident = status(process, "VmRSS");
      peer.run(new Blocking(16), Payload.of(1024), LOAD, new Latencies());
      return String.format(
          Locale.ROOT,
          "| %s | %.1f | %d | %.1f | %d | %d |%n",
          kind.label(),
          heap,
          resident >> 10,
          peer.heap() / (double) (1 << 20),
          status(process, "VmHWM") >> 10,
          status(process, "Threads"));
    }
  }

  /** A line of what Linux says of a process; sizes are in KiB. 0 if it says nothing. */
  private static long status(ProcessHandle process, String name) throws IOException {
    Path file = Path.of("/proc", Long.toString(process.pid()), "status");
    if (!Files.exists(file)) {
      return 0;
    }
    return Files.readAllLines(file).stream()
        .filter(line -> line.startsWith(name + ":"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D+", "")))
        .findFirst()
        .orElse(0);
  }
}
