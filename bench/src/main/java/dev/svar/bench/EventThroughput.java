package dev.svar.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Events of 1 KiB, confirmed by the broker, from one producer to one listener: by hand and through
 * the library in turn. How many a second, and how much CPU of this JVM does each cost?
 *
 * <p>Arguments: {@code rabbit://guest:guest@127.0.0.1:<port>/} or {@code kafka://127.0.0.1:<port>};
 * how many events in each round; optionally a Python with oslo.messaging, whose {@code messagingv2}
 * notifier and listener are measured last.
 */
public final class EventThroughput {
  private static final int ROUNDS = 15;

  private static final Duration WARM_UP = Duration.ofSeconds(40);

  private static final Map<String, ?> PAYLOAD =
      Map.of("id", 12, "name", "volume-1", "text", "x".repeat(980));

  private EventThroughput() {}

  /** One way from a producer to a listener. */
  interface Bus extends AutoCloseable {

    /** Sends so many events, and waits until all are confirmed and handled. */
    void run(Map<String, ?> payload, int events) throws Exception;

    @Override
    void close() throws IOException;
  }

  private record Round(double rate, double cpuMicros) {}

  /** Runs it. */
  public static void main(String[] args) throws Exception {
    String url = args[0];
    int events = args.length > 1 ? Integer.parseInt(args[1]) : 50_000;
    boolean kafka = url.startsWith("kafka:");
    URI broker = URI.create(url);
    String library = kafka ? url + "?svar_auto_offset_reset=earliest" : url;
    try (Bus byHand =
            kafka
                ? new KafkaEventsByHand(broker.getAuthority())
                : new EventsByHand(broker.getPort());
        EventsThroughLibrary through = new EventsThroughLibrary(library)) {
      double rate = compare(byHand, through, events);
      if (args.length > 2) {
        PythonEvents python = new PythonEvents(args[2], url);
        print("Python, notifier and listener", python.handled(5_000), rate);
        double alone = through.sent(PAYLOAD, events);
        print("Python, notifier alone, against ours alone", python.sent(5_000), alone);
      }
    }
  }

  private static void print(String peer, double rate, double library) {
    System.out.printf(
        Locale.ROOT,
        "%s: %,.0f events/s; the library has %.1f times the rate%n",
        peer,
        rate,
        library / rate);
  }

  /** The rate of the library. */
  static double compare(Bus byHand, Bus library, int events) throws Exception {
    warm(byHand, events);
    warm(library, events);
    List<Round> hand = new ArrayList<>();
    List<Round> through = new ArrayList<>();
    double[] ratios = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      hand.add(run(byHand, events));
      through.add(run(library, events));
      ratios[round] = through.get(round).rate() / hand.get(round).rate();
      System.out.printf(
          Locale.ROOT,
          "%,9.0f and %,9.0f events/s  %.2f  %4d MiB in use%n",
          hand.get(round).rate(),
          through.get(round).rate(),
          ratios[round],
          used());
    }
    Arrays.sort(ratios);
    print("by hand", hand);
    print("library", through);
    System.out.printf(
        Locale.ROOT,
        "the library has %.2f times the rate (median of %d; quartiles %.2f, %.2f)%n",
        ratios[ROUNDS / 2],
        ROUNDS,
        ratios[ROUNDS / 4],
        ratios[ROUNDS * 3 / 4]);
    return median(through.stream().mapToDouble(Round::rate).toArray());
  }

  /** Until the compiler has done its work: with the clients of Kafka that takes most of this. */
  private static void warm(Bus bus, int events) throws Exception {
    long start = System.nanoTime();
    while (System.nanoTime() - start < WARM_UP.toNanos()) {
      bus.run(PAYLOAD, events);
    }
  }

  private static void print(String name, List<Round> rounds) {
    System.out.printf(
        Locale.ROOT,
        "%s: %,.0f events/s, %.1f us of CPU each%n",
        name,
        median(rounds.stream().mapToDouble(Round::rate).toArray()),
        median(rounds.stream().mapToDouble(Round::cpuMicros).toArray()));
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    return values[values.length / 2];
  }

  private static Round run(Bus bus, int events) throws Exception {
    long cpu = cpuNanos();
    long start = System.nanoTime();
    bus.run(PAYLOAD, events);
    long took = System.nanoTime() - start;
    return new Round(events * 1e9 / took, (cpuNanos() - cpu) / 1e3 / events);
  }

  private static long cpuNanos() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean bean
        ? bean.getProcessCpuTime()
        : 0;
  }

  /** What is reachable, in MiB. */
  private static long used() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return (runtime.totalMemory() - runtime.freeMemory()) >> 20;
  }
}
