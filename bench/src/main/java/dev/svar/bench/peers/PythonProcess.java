package dev.svar.bench.peers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A process that plays one role of oslo.messaging; {@code peer.py} says which. Not thread-safe. */
final class PythonProcess implements Role {
  private static final JsonMapper JSON = new JsonMapper();

  private final Process process;
  private final BufferedReader answers;

  /** Starts it, and returns when it takes requests. */
  PythonProcess(String role, String url, String topic) throws IOException {
    String python = find().orElseThrow(() -> new IllegalStateException("no oslo.messaging"));
    process =
        new ProcessBuilder(python, "-W", "ignore", "-c", program(), role, url, topic)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    answers = process.inputReader(UTF_8);
    read();
  }

  /** A Python that has oslo.messaging: that of {@code SVAR_PYTHON}, or the system's. */
  static Optional<String> find() {
    String chosen = System.getenv("SVAR_PYTHON");
    Stream<String> candidates =
        chosen != null ? Stream.of(chosen) : Stream.of("/usr/bin/python3", "python3");
    return candidates
        .filter(python -> ask(python, "import oslo_messaging").isPresent())
        .findFirst();
  }

  /** The version of oslo.messaging; empty if there is none. */
  static Optional<String> version() {
    return find()
        .flatMap(
            python ->
                ask(
                    python,
                    "import importlib.metadata, oslo_messaging;"
                        + " print(importlib.metadata.version('oslo.messaging'))"));
  }

  private static Optional<String> ask(String python, String program) {
    try {
      Process asked =
          new ProcessBuilder(python, "-W", "ignore", "-c", program)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String answer = new String(asked.getInputStream().readAllBytes(), UTF_8).strip();
      return asked.waitFor() == 0 ? Optional.of(answer) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private static String program() throws IOException {
    try (InputStream text = PythonProcess.class.getResourceAsStream("peer.py")) {
      return new String(requireNonNull(text, "peer.py").readAllBytes(), UTF_8);
    }
  }

  /** Has it do something, and waits for what it answers. */
  JsonNode request(Map<String, ?> request) throws IOException {
    OutputStream requests = process.getOutputStream();
    requests.write((JSON.writeValueAsString(request) + "\n").getBytes(UTF_8));
    requests.flush();
    return read();
  }

  private JsonNode read() throws IOException {
    String line = answers.readLine();
    if (line == null) {
      throw new IllegalStateException("the Python process has ended");
    }
    return JSON.readTree(line);
  }

  @Override
  public List<ProcessHandle> processes() {
    return List.of(process.toHandle());
  }

  /** Ends the process, whatever it does. */
  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
