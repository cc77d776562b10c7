package dev.svar.bench;

import dev.svar.bench.broker.Brokers;
import dev.svar.bench.compare.CompareCommand;
import dev.svar.bench.measure.Cell;
import dev.svar.bench.measure.CellResult;
import dev.svar.bench.measure.Contestant;
import dev.svar.bench.measure.Group;
import dev.svar.bench.measure.Runner;
import dev.svar.bench.measure.Schedule;
import dev.svar.bench.report.Machine;
import dev.svar.bench.report.Report;
import dev.svar.bench.report.Results;
import dev.svar.bench.report.Target;
import dev.svar.bench.scale.Trial;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The {@code svar-bench} command. */
@Command(
    name = "svar-bench",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Measures Svar and other ways to do the same, side by side.",
    footer = {
      "",
      "The report is in target/bench: performance.md, results.json and charts.",
      "\"svar-bench jmh [ARGUMENT]...\" runs JMH on the inner pieces: calls in flight, dispatch,",
      "memory driver, codec; \"svar-bench jmh -h\" lists its arguments."
    })
public final class Bench implements Callable<Integer> {
  private final PrintStream out;

  @Option(names = "--short", description = "What matters every day: three minutes.")
  boolean everyDay;

  @Option(
      names = "--only",
      paramLabel = "REGEX",
      description = "Only cells whose name matches somewhere.")
  Pattern only = Pattern.compile("");

  @Option(names = "--list", description = "Says which cells there are, and measures nothing.")
  boolean list;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "Rounds of each contestant in a cell (default: 12; short: 10).")
  @Nullable Integer rounds;

  @Option(
      names = "--round",
      paramLabel = "SECONDS",
      description = "How long a round is (default: 1.5; short: 0.5).")
  @Nullable Double round;

  @Option(
      names = "--warm-up",
      paramLabel = "SECONDS",
      description = "How long each contestant works before (default: 15; short: 10).")
  @Nullable Double warmUp;

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "A RabbitMQ that runs, as rabbit://user:password@host:port/.")
  @Nullable String url;

  @Option(
      names = "--directory",
      paramLabel = "FOLDER",
      description = "Where the report goes (default: target/bench).")
  Path directory = Path.of("target", "bench");

  Bench(PrintStream out) {
    this.out = out;
  }

  /** Runs the command and exits. */
  public static void main(String[] args) throws IOException {
    if (args.length > 0 && args[0].equals("jmh")) {
      org.openjdk.jmh.Main.main(Arrays.copyOfRange(args, 1, args.length));
      return;
    }
    CommandLine line = new CommandLine(new Bench(System.out));
    line.addSubcommand(new CompareCommand(System.out));
    System.exit(line.execute(args));
  }

  @Override
  public Integer call() throws Exception {
    Results results = new Results(schedule());
    results.facts().putAll(Machine.facts());
    try (Brokers brokers = new Brokers(url, directory)) {
      Groups groups = new Groups(brokers);
      for (Group group : everyDay ? groups.everyDay() : groups.full()) {
        List<Cell> cells =
            group.cells().stream().filter(cell -> only.matcher(cell.name()).find()).toList();
        if (list) {
          cells.forEach(cell -> out.println(cell.name()));
        } else if (!cells.isEmpty()) {
          attempt(group.name(), results, () -> run(group, cells, results));
        }
      }
      for (Trial trial : everyDay ? List.<Trial>of() : groups.trials(rounds())) {
        if (only.matcher(trial.name()).find()) {
          out.println(trial.name());
          if (!list) {
            attempt(trial.name(), results, () -> trial.run(results, out));
          }
        }
      }
      Versions.add(results.facts(), brokers);
    }
    if (!list) {
      Report report = new Report(results);
      report.write(directory);
      out.println();
      out.print(report.targets());
      out.println("The report is in " + directory.resolve("performance.md"));
    }
    return results.failures().isEmpty() ? 0 : 1;
  }

  private interface Part {
    void run() throws Exception;
  }

  /** What was measured before a failure is kept, and what comes after it is measured. */
  private void attempt(String name, Results results, Part part) throws IOException {
    try {
      part.run();
    } catch (Exception e) {
      out.println(name + " failed: " + e);
      e.printStackTrace(out);
      results.failures().put(name, e.toString());
    }
    new Report(results).write(directory);
  }

  private int rounds() {
    return rounds != null ? rounds : everyDay ? 10 : 12;
  }

  private Schedule schedule() {
    double first = warmUp != null ? warmUp : everyDay ? 10 : 15;
    return new Schedule(
        rounds(),
        seconds(round != null ? round : everyDay ? 0.5 : 1.5),
        seconds(first),
        seconds(first / 4));
  }

  private static Duration seconds(double seconds) {
    return Duration.ofNanos(Math.round(seconds * 1e9));
  }

  private void run(Group group, List<Cell> cells, Results results) throws Exception {
    List<Contestant> contestants = new ArrayList<>();
    try {
      group.opening().open(contestants);
      Map<String, String> settings = new LinkedHashMap<>();
      contestants.forEach(each -> settings.put(each.name(), each.settings()));
      results.settings().put(group.name(), settings);
      @Nullable ProcessHandle broker = group.broker().process().orElse(null);
      Runner runner =
          new Runner(results.schedule().warmedUp(group.warmUps()), out, results.failures());
      for (Cell cell : cells) {
        CellResult result = runner.run(cell, contestants, broker);
        if (result.rounds().isEmpty()) {
          continue; // each failed, and is among the failures
        }
        results.cells().add(result);
        for (Target target : Targets.all()) {
          target.check(result).ifPresent(results.findings()::add);
        }
      }
    } finally {
      for (Contestant contestant : contestants) {
        contestant.close();
      }
    }
  }
}
