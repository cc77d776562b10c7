package dev.svar.testkit.rabbit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Ends processes and what they started, by handle, and waits until they are gone. */
final class Processes {

  private static final Duration LAST_PATIENCE = Duration.ofSeconds(10);

  private Processes() {}

  /**
   * Closes the standard input of {@code process}, which such a process takes as its end; kills it
   * if it still runs after {@code patience}.
   */
  static void endByClosingInput(Process process, Duration patience) {
    List<ProcessHandle> children = process.descendants().toList();
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      // It has ended and its pipe with it.
    }
    await(process, patience);
    killAndAwait(process, children);
  }

  /** Kills {@code process} with SIGKILL, then whatever of its children survives it. */
  static void kill(Process process) {
    List<ProcessHandle> children = process.descendants().toList();
    killAndAwait(process, children);
  }

  /** Waits for the end of {@code process}; true if it has ended in time. */
  static boolean await(Process process, Duration limit) {
    try {
      return process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static void killAndAwait(Process process, List<ProcessHandle> children) {
    process.destroyForcibly();
    await(process, LAST_PATIENCE);
    children.forEach(ProcessHandle::destroyForcibly);
    long deadline = System.nanoTime() + LAST_PATIENCE.toNanos();
    for (ProcessHandle child : children) {
      while (child.isAlive() && !isZombie(child) && System.nanoTime() - deadline < 0) {
        child.onExit().completeOnTimeout(child, 10, TimeUnit.MILLISECONDS).join();
      }
    }
  }

  /** Orphans end up with the first process of the system, which may take seconds to notice. */
  static boolean isZombie(ProcessHandle process) {
    try {
      String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
      return stat.startsWith(" Z", stat.lastIndexOf(')') + 1);
    } catch (IOException e) {
      return false;
    }
  }
}
