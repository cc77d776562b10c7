package dev.svar.bench.measure;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Measures the contestants of a group in turn, in short rounds, so that what else happens on the
 * machine meets all of them alike. Each round begins with another one of them.
 */
public final class Runner {
  /** Until what the last one left behind is done, such as acknowledgements at the broker. */
  private static final Duration PAUSE = Duration.ofMillis(30);

  private final Schedule schedule;
  private final PrintStream progress;
  private final Map<String, String> failures;
  private final Latencies latencies = new Latencies();
  private final Set<String> warm = new TreeSet<>();

  /**
   * Makes one.
   *
   * @param progress where it says what it does
   * @param failures where it says which contestant failed in which cell, and why
   */
  public Runner(Schedule schedule, PrintStream progress, Map<String, String> failures) {
    this.schedule = schedule;
    this.progress = progress;
    this.failures = failures;
  }

  /**
   * Measures one cell. No round is left out; a contestant that fails is not in the result.
   *
   * @param broker whose CPU is measured, too; null if there is none, or on another machine
   */
  public CellResult run(Cell cell, List<Contestant> contestants, @Nullable ProcessHandle broker)
      throws Exception {
    Meter meter = new Meter(broker);
    List<Contestant> taking = new ArrayList<>();
    Map<String, List<Round>> rounds = new LinkedHashMap<>();
    for (Contestant contestant : contestants) {
      if (contestant.takes(cell.load(), cell.payload())) {
        taking.add(contestant);
        rounds.put(contestant.name(), new ArrayList<>());
      }
    }
    progress.printf("%s: %s%n", cell.name(), String.join(", ", rounds.keySet()));
    for (Contestant contestant : List.copyOf(taking)) {
      attempt(cell, contestant, taking, () -> warm(cell, contestant));
    }
    for (int number = 0; number < schedule.rounds(); number++) {
      int round = number;
      for (Contestant contestant : List.copyOf(taking)) {
        attempt(
            cell,
            contestant,
            taking,
            () ->
                rounds
                    .getOrDefault(contestant.name(), new ArrayList<>())
                    .add(round(cell, contestant, round, meter)));
      }
      Collections.rotate(taking, -1);
    }
    rounds.values().removeIf(each -> each.size() < schedule.rounds());
    CellResult result = new CellResult(cell, rounds);
    rounds.keySet().forEach(name -> tell(result, name));
    return result;
  }

  private interface Part {
    void run() throws Exception;
  }

  /** The others go on. */
  private void attempt(Cell cell, Contestant contestant, List<Contestant> taking, Part part)
      throws InterruptedException {
    try {
      part.run();
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      progress.printf("  %s failed: %s%n", contestant.name(), e);
      e.printStackTrace(progress);
      failures.put(cell.name() + ": " + contestant.name(), e.toString());
      taking.remove(contestant);
    }
  }

  private void warm(Cell cell, Contestant contestant) throws Exception {
    latencies.reset();
    boolean first = warm.add(cell.group() + " " + contestant.name());
    Duration duration = first ? schedule.warmUp() : schedule.again();
    contestant.run(cell.load(), cell.payload(), duration, latencies);
  }

  private Round round(Cell cell, Contestant contestant, int number, Meter meter) throws Exception {
    latencies.reset();
    Thread.sleep(PAUSE.toMillis());
    Meter.Reading before = meter.read(contestant);
    Work work = contestant.run(cell.load(), cell.payload(), schedule.round(), latencies);
    Meter.Reading after = meter.read(contestant);
    Histogram times = latencies.total();
    double each = Math.max(1, work.operations());
    return new Round(
        number,
        work.operations() * 1e9 / work.nanos(),
        micros(times, 50),
        micros(times, 99),
        micros(times, 99.9),
        (after.cpu() - before.cpu()) / 1e3 / each,
        (after.brokerCpu() - before.brokerCpu()) / 1e3 / each,
        contestant.processes().isEmpty() ? after.allocatedSince(before) / each : Double.NaN);
  }

  private static double micros(Histogram times, double percentile) {
    return times.getTotalCount() == 0 ? Double.NaN : times.getValueAtPercentile(percentile) / 1e3;
  }

  private void tell(CellResult result, String name) {
    StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "  %-32s", name));
    for (Metric metric : Metric.values()) {
      result
          .sample(name, metric)
          .ifPresent(
              sample ->
                  line.append(
                      String.format(
                          Locale.ROOT,
                          "  %,.0f %s %s",
                          sample.median(),
                          metric.unit(),
                          metric == Metric.RATE ? "" : metric.label())));
    }
    progress.println(line);
  }
}
