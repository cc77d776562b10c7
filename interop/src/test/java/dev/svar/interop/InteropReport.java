package dev.svar.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Writes {@code target/interop-report.txt}: who was met, and every case by name and how it ended,
 * those with the real Python library apart from those that it is too old for.
 */
public final class InteropReport implements TestExecutionListener {
  private static final Set<String> MET = new ConcurrentSkipListSet<>();

  private final Map<String, List<String>> byClass = new TreeMap<>();
  private TestPlan plan;

  @Override
  public void testPlanExecutionStarted(TestPlan plan) {
    this.plan = plan;
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    if (test.isTest()) {
      String outcome =
          switch (result.getStatus()) {
            case SUCCESSFUL -> "passed ";
            case ABORTED -> "skipped ";
            case FAILED -> "FAILED ";
          };
      add(test, outcome + name(test));
    }
  }

  @Override
  public void executionSkipped(TestIdentifier test, String reason) {
    add(test, "skipped " + name(test) + " (" + reason + ")");
  }

  @Override
  public void testPlanExecutionFinished(TestPlan plan) {
    StringBuilder report = new StringBuilder();
    if (!MET.isEmpty()) {
      report.append("With ").append(String.join(", ", MET)).append('\n');
    }
    byClass.forEach(
        (name, cases) -> {
          report.append(name).append(": ").append(cases.size()).append(" cases\n");
          cases.forEach(one -> report.append("  ").append(one).append('\n'));
        });
    try {
      Files.writeString(
          Files.createDirectories(Path.of("target")).resolve("interop-report.txt"), report);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Names a peer, such as {@code RabbitMQ 3.10.8}. */
  static void met(String peer) {
    MET.add(peer);
  }

  private void add(TestIdentifier test, String line) {
    byClass.computeIfAbsent(title(test), name -> new CopyOnWriteArrayList<>()).add(line);
  }

  private String title(TestIdentifier test) {
    Optional<TestIdentifier> one = Optional.of(test);
    TestIdentifier outermost = test;
    while (one.isPresent()) {
      if (plan.getParent(one.get()).isPresent()) {
        outermost = one.get();
      }
      one = plan.getParent(one.get());
    }
    return outermost.getDisplayName();
  }

  /** A case of a parameterized test is named with the test it belongs to. */
  private String name(TestIdentifier test) {
    TestIdentifier parent = plan.getParent(test).orElse(test);
    boolean isCase = parent.getUniqueId().contains("[test-template:");
    String name =
        isCase ? parent.getDisplayName() + ": " + test.getDisplayName() : test.getDisplayName();
    return name.replaceFirst(" ?\\((\\w+(\\[\\])?(, )?)+\\)", "");
  }
}
