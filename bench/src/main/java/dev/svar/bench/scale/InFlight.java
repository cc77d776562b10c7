package dev.svar.bench.scale;

import dev.svar.Transport;
import dev.svar.bench.broker.Brokers;
import dev.svar.bench.measure.Payload;
import dev.svar.bench.measure.Sample;
import dev.svar.bench.report.Finding;
import dev.svar.bench.report.Results;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.Locale;

/** What calls in flight take, beyond what they carry: all carry the same object. */
public final class InFlight implements Trial {
  private static final int CALLS = 100_000;
  private static final double BYTES_EACH = 600;

  private final Brokers brokers;
  private final int rounds;

  /** Over RabbitMQ, so many times. */
  public InFlight(Brokers brokers, int rounds) {
    this.brokers = brokers;
    this.rounds = rounds;
  }

  @Override
  public String name() {
    return "100,000 calls in flight";
  }

  @Override
  public void run(Results results, PrintStream progress) throws Exception {
    String url = brokers.rabbitUrl();
    double[] each = new double[rounds];
    int threads = 0;
    for (int i = 0; i < rounds; i++) {
      try (Transport transport = Transport.builder().url(url).exchange("bench").open();
          ParkedCalls parked = new ParkedCalls(url, transport, "bench_in_flight")) {
        parked.park(1_000, Payload.of(100));
        long before = Heap.used();
        parked.park(CALLS, Payload.of(100));
        each[i] = (Heap.used() - before) / (double) CALLS;
        threads = ManagementFactory.getThreadMXBean().getThreadCount();
      }
      progress.printf(Locale.ROOT, "  %,.0f B each, %d threads in all%n", each[i], threads);
    }
    results
        .findings()
        .add(
            new Finding(
                name() + " from one client: heap each", Sample.of(each), "B", false, BYTES_EACH));
    results.notes().put(name(), "Threads of the client's JVM in all: " + threads + ".\n");
  }
}
