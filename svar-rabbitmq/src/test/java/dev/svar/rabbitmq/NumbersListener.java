package dev.svar.rabbitmq;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.svar.Target;
import dev.svar.Transport;
import dev.svar.notify.Notification;
import dev.svar.notify.NotificationListener;
import dev.svar.notify.Priority;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * A listener in a process of its own, to be killed. It prints the number of each event that it
 * handles, and {@link #END} at the end of each batch, before that is acknowledged. The process ends
 * by itself when its input does.
 */
final class NumbersListener implements AutoCloseable {
  private static final String END = "end";

  private final Process process;
  private final BufferedReader lines;
  private final List<Integer> handled = new ArrayList<>();
  private int ended;

  /**
   * Starts the process.
   *
   * @param stuckAfter after how many events it handles no more, but ends nothing either
   */
  NumbersListener(String url, String topic, int stuckAfter, Path log) throws IOException {
    process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                NumbersListener.class.getName(),
                url,
                topic,
                String.valueOf(stuckAfter))
            .redirectError(log.toFile())
            .start();
    lines = process.inputReader(UTF_8);
  }

  /** Reads what it prints until it has handled so many. */
  void awaitHandled(int count) throws IOException {
    while (handled.size() < count) {
      if (!readLine()) {
        throw new IllegalStateException("ended after " + handled);
      }
    }
  }

  /** Kills it with SIGKILL, and reads what it had printed by then. */
  void kill() throws IOException, InterruptedException {
    // The process itself would close its output as well, and what is in there is still wanted.
    process.toHandle().destroyForcibly();
    process.waitFor();
    while (readLine()) {}
  }

  private boolean readLine() throws IOException {
    String line = lines.readLine();
    if (line != null && line.equals(END)) {
      ended = handled.size();
    } else if (line != null) {
      handled.add(Integer.valueOf(line));
    }
    return line != null;
  }

  /** Every number that it has handled. */
  List<Integer> handled() {
    return handled;
  }

  /** Those of them whose batch had not ended. */
  List<Integer> unfinished() {
    return handled.subList(ended, handled.size());
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  public static void main(String[] args) throws Exception {
    int stuckAfter = Integer.parseInt(args[2]);
    PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, UTF_8);
    Transport transport = Transport.builder().url(args[0]).open();
    CountDownLatch never = new CountDownLatch(1);
    int[] count = {0};
    NotificationListener listener =
        NotificationListener.batchBuilder(transport, Target.of(args[1]), 50, Duration.ofMillis(100))
            .on(
                Priority.INFO,
                events -> {
                  for (Notification event : events) {
                    out.println(event.payload());
                    if (++count[0] == stuckAfter) {
                      never.await();
                    }
                  }
                  out.println(END);
                })
            .build();
    listener.start();
    while (System.in.read() >= 0) {}
    Runtime.getRuntime().halt(0);
  }
}
