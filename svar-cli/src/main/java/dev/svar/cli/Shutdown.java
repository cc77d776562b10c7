package dev.svar.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ends the command in order when Ctrl-C or SIGTERM comes while it is connected: interrupts its
 * thread, waits until it has finished, and lets the process end with the command's exit code.
 *
 * <p>A command that says {@link ExitCode#INTERRUPTED} leaves the code to the virtual machine, which
 * knows the signal: 130 or 143.
 */
final class Shutdown {
  private static final long GRACE_MINUTES = 10;

  private final Thread command;
  private final CountDownLatch finished = new CountDownLatch(1);
  private volatile boolean armed;
  private volatile int code;

  private Shutdown(Thread command) {
    this.command = command;
  }

  /** Watches over the command that the calling thread is about to run. */
  static Shutdown watch() {
    Shutdown shutdown = new Shutdown(Thread.currentThread());
    Runtime.getRuntime().addShutdownHook(new Thread(shutdown::signalled, "svar-shutdown"));
    return shutdown;
  }

  /** From now on there is something to end: before, the process may just go. */
  void arm() {
    armed = true;
  }

  /** The command has ended, and has written all it has to say. */
  void finished(int code) {
    this.code = code;
    finished.countDown();
  }

  private void signalled() {
    if (!armed || finished.getCount() == 0) {
      return;
    }
    command.interrupt();
    try {
      if (finished.await(GRACE_MINUTES, TimeUnit.MINUTES) && code != ExitCode.INTERRUPTED.code()) {
        Runtime.getRuntime().halt(code);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
