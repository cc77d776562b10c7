package dev.svar.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A command that runs until it is interrupted, beside a test that reads its lines as they come. */
final class Serving implements AutoCloseable {
  private static final long SOON = 30;

  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Thread thread;
  private volatile int code = -1;

  private Serving(String... args) {
    Terminal terminal =
        new Terminal(
            Map.of(),
            InputStream.nullInputStream(),
            new PrintStream(new Lines(lines), true, UTF_8),
            new PrintStream(err, true, UTF_8),
            () -> {});
    thread = new Thread(() -> code = Main.run(terminal, args), "svar " + String.join(" ", args));
    thread.start();
  }

  /** Starts it. */
  static Serving start(String... args) {
    return new Serving(args);
  }

  /** Starts a server of the trial methods, and returns when it listens. */
  static Serving serve(String url, String... args) throws InterruptedException {
    List<String> all = new ArrayList<>(List.of("serve", "--url", url));
    all.addAll(List.of(args));
    Serving serving = start(all.toArray(String[]::new));
    serving.line();
    return serving;
  }

  /** The next line of standard output. */
  String line() throws InterruptedException {
    String line = lines.poll(SOON, TimeUnit.SECONDS);
    if (line == null) {
      throw new AssertionError("no line; on standard error: " + err.toString(UTF_8));
    }
    return line;
  }

  /** Interrupts it as Ctrl-C does; gives its exit code. */
  int interrupt() throws InterruptedException {
    thread.interrupt();
    thread.join(TimeUnit.SECONDS.toMillis(SOON));
    return code;
  }

  /** What it wrote and nobody read. */
  List<String> rest() {
    return List.copyOf(lines);
  }

  /** What it wrote to standard error. */
  String err() {
    return err.toString(UTF_8);
  }

  @Override
  public void close() {
    try {
      interrupt();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Cuts what is written into lines. */
  private static final class Lines extends ByteArrayOutputStream {
    private final BlockingQueue<String> lines;

    private Lines(BlockingQueue<String> lines) {
      this.lines = lines;
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
      for (int i = offset; i < offset + length; i++) {
        write(bytes[i]);
      }
    }

    @Override
    public synchronized void write(int one) {
      if (one == '\n') {
        lines.add(toString(UTF_8));
        reset();
      } else {
        super.write(one);
      }
    }
  }
}
