package dev.svar.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
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
  private final BlockingQueue<String> errLines = new LinkedBlockingQueue<>();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Thread thread;
  private volatile int code = -1;

  private Serving(String... args) {
    Terminal terminal =
        new Terminal(
            Map.of(),
            InputStream.nullInputStream(),
            new PrintStream(new Lines(lines), true, UTF_8),
            new PrintStream(new Both(err, new Lines(errLines)), true, UTF_8),
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

  /** Starts to listen for events, and returns when it does. */
  static Serving listen(String url, String... args) throws InterruptedException {
    List<String> all = new ArrayList<>(List.of("listen", "--url", url));
    all.addAll(List.of(args));
    Serving listening = start(all.toArray(String[]::new));
    String told = listening.errLine();
    if (!told.startsWith("svar: listening to ")) {
      throw new AssertionError(told);
    }
    return listening;
  }

  /** The next line of standard error. */
  String errLine() throws InterruptedException {
    return next(errLines);
  }

  /** The next line of standard output. */
  String line() throws InterruptedException {
    return next(lines);
  }

  private String next(BlockingQueue<String> lines) throws InterruptedException {
    String line = lines.poll(SOON, TimeUnit.SECONDS);
    if (line == null) {
      throw new AssertionError("no line; on standard error: " + err.toString(UTF_8));
    }
    return line;
  }

  /** Interrupts it as Ctrl-C does; gives its exit code. */
  int interrupt() throws InterruptedException {
    thread.interrupt();
    return end();
  }

  /** Waits until it ends by itself; gives its exit code. */
  int end() throws InterruptedException {
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

  /** Writes to one, then to the other. */
  private static final class Both extends OutputStream {
    private final OutputStream one;
    private final OutputStream other;

    private Both(OutputStream one, OutputStream other) {
      this.one = one;
      this.other = other;
    }

    @Override
    public void write(int value) throws IOException {
      one.write(value);
      other.write(value);
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
