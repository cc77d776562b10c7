package dev.svar.bench.compare;

import dev.svar.Transport;
import dev.svar.bench.broker.Brokers;
import dev.svar.bench.measure.Blocking;
import dev.svar.bench.measure.Cell;
import dev.svar.bench.measure.CellResult;
import dev.svar.bench.measure.Contestant;
import dev.svar.bench.measure.Load;
import dev.svar.bench.measure.Metric;
import dev.svar.bench.measure.Payload;
import dev.svar.bench.measure.Pipelined;
import dev.svar.bench.measure.Runner;
import dev.svar.bench.measure.Schedule;
import dev.svar.bench.peers.Elsewhere;
import dev.svar.bench.peers.Kind;
import dev.svar.kafka.KafkaDriverProvider;
import dev.svar.rabbitmq.RabbitDriverProvider;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Two JVMs with the library of the working tree and two with that of the commit work in turn. What
 * differs between two that run the same is noise: how each one's compiler happened to decide.
 */
@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Measures the library of the working tree against that of a commit.",
      "Says what got worse by more than the noise of this run; then its exit code is 1.",
    })
public final class CompareCommand implements Callable<Integer> {
  private static final List<String> OPTIONS = List.of("-Xms256m", "-Xmx512m");
  private static final List<Metric> METRICS = List.of(Metric.RATE, Metric.P50, Metric.CPU);
  private static final int JVMS = 2;

  private final PrintStream out;

  @Parameters(paramLabel = "COMMIT", description = "Whatever git takes for a commit.")
  String commit = "";

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "Rounds of each JVM in a cell (default: ${DEFAULT-VALUE}).")
  int rounds = 10;

  @Option(
      names = "--round",
      paramLabel = "SECONDS",
      description = "How long a round is (default: ${DEFAULT-VALUE}).")
  double round = 0.8;

  @Option(
      names = "--warm-up",
      paramLabel = "SECONDS",
      description = "How long each JVM works before (default: ${DEFAULT-VALUE}).")
  double warmUp = 8;

  @Option(names = "--only", paramLabel = "REGEX", description = "Only cells whose name matches.")
  Pattern only = Pattern.compile("");

  @Option(
      names = "--directory",
      paramLabel = "FOLDER",
      description = "Where jars and brokers have their files (default: ${DEFAULT-VALUE}).")
  Path directory = Path.of("target", "bench");

  /** Prints to {@code out}. */
  public CompareCommand(PrintStream out) {
    this.out = out;
  }

  private record Step(String group, Kind kind, boolean memory, Load load) {}

  private static final List<Step> STEPS =
      List.of(
          new Step("call over RabbitMQ", Kind.SVAR_CALLS, false, new Blocking(1)),
          new Step("call over RabbitMQ", Kind.SVAR_CALLS, false, new Blocking(16)),
          new Step("cast over RabbitMQ", Kind.SVAR_CASTS, false, new Blocking(16)),
          new Step("events over RabbitMQ", Kind.SVAR_EVENTS, false, new Pipelined(1024)),
          new Step("call within a process", Kind.SVAR_CALLS, true, new Blocking(16)));

  @Override
  public Integer call() throws Exception {
    Commit before = new Commit(commit, directory);
    out.println("Building " + before.hash());
    String beforePath = path(before.classPath());
    String nowPath = path(ours());
    List<Verdict> verdicts = new ArrayList<>();
    try (Brokers brokers = new Brokers(null, directory)) {
      for (Step step : STEPS) {
        Cell cell = new Cell(step.group(), Payload.of(1024), step.load());
        if (only.matcher(cell.name()).find()) {
          CellResult result = measure(step, cell, beforePath, nowPath, brokers);
          METRICS.stream()
              .filter(metric -> result.sample("now 1", metric).isPresent())
              .forEach(metric -> verdicts.add(Verdict.of(result, metric)));
        }
      }
    }
    out.println();
    verdicts.forEach(out::println);
    boolean worse = verdicts.stream().anyMatch(Verdict::worse);
    out.println(
        worse ? "Something got worse." : "Nothing got worse that could be told from noise.");
    return worse ? 1 : 0;
  }

  private CellResult measure(
      Step step, Cell cell, String beforePath, String nowPath, Brokers brokers) throws Exception {
    Schedule schedule = new Schedule(rounds, seconds(round), seconds(warmUp), seconds(warmUp / 4));
    List<Contestant> contestants = new ArrayList<>();
    try {
      for (int jvm = 1; jvm <= JVMS; jvm++) {
        contestants.add(open(Verdict.NOW + " " + jvm, step, nowPath, brokers));
        contestants.add(open(Verdict.BEFORE + " " + jvm, step, beforePath, brokers));
      }
      @Nullable ProcessHandle broker = step.memory() ? null : brokers.rabbitProcess().orElse(null);
      Map<String, String> failures = new LinkedHashMap<>();
      CellResult result = new Runner(schedule, out, failures).run(cell, contestants, broker);
      if (!failures.isEmpty()) {
        throw new IllegalStateException("failed: " + failures);
      }
      return result;
    } finally {
      for (Contestant contestant : contestants) {
        contestant.close();
      }
    }
  }

  /** Each in a virtual host of its own, so that no server takes what is another one's. */
  private static Contestant open(String name, Step step, String classPath, Brokers brokers)
      throws IOException {
    String url = step.memory() ? "memory://compare" : brokers.privateRabbit().newVhost().url();
    return new Elsewhere(name, step.kind(), url, classPath, OPTIONS);
  }

  private static Duration seconds(double seconds) {
    return Duration.ofNanos(Math.round(seconds * 1e9));
  }

  /** What comes first hides the library that this program was built with. */
  private static String path(String library) {
    return library + File.pathSeparator + System.getProperty("java.class.path");
  }

  /** The library that this program was built with, found in the same way as the commit's. */
  private static String ours() {
    return Stream.of(Transport.class, RabbitDriverProvider.class, KafkaDriverProvider.class)
        .map(type -> type.getProtectionDomain().getCodeSource().getLocation().getPath())
        .reduce((one, other) -> one + File.pathSeparator + other)
        .orElseThrow();
  }
}
