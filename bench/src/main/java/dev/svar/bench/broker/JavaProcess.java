package dev.svar.bench.broker;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Another JVM that runs a program of this class path. It says when it is ready, answers requests
 * with one line each, and ends when its standard input does, so that it survives nobody. Not
 * thread-safe.
 */
public final class JavaProcess implements AutoCloseable {
  /** Begins the line that a program prints when it is ready; the rest is {@link #greeting}. */
  public static final String READY = "ready ";

  private final Process process;
  private final BufferedReader lines;
  private final String greeting;

  /** Starts {@code program} on this JVM's class path, and returns when it is ready. */
  public JavaProcess(Class<?> program, List<String> options, List<String> arguments)
      throws IOException {
    this(program, System.getProperty("java.class.path"), options, arguments);
  }

  /** Starts {@code program}, and returns when it is ready. */
  public JavaProcess(
      Class<?> program, String classPath, List<String> options, List<String> arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", classPath, program.getName()));
    command.addAll(arguments);
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    lines = process.inputReader(UTF_8);
    greeting = read();
  }

  /** What it said when it was ready. */
  public String greeting() {
    return greeting;
  }

  /** Its handle. */
  public ProcessHandle handle() {
    return process.toHandle();
  }

  /** Sends a line, and waits for the line that answers it. */
  public String request(String line) throws IOException {
    process.getOutputStream().write((line + "\n").getBytes(UTF_8));
    process.getOutputStream().flush();
    return read();
  }

  private String read() throws IOException {
    while (true) {
      String line = lines.readLine();
      if (line == null) {
        throw new IllegalStateException("the process has ended");
      }
      if (line.startsWith(READY)) {
        return line.substring(READY.length());
      }
    }
  }

  /** Ends it, whatever it does. */
  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
