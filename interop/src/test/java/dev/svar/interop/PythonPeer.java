package dev.svar.interop;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * A process with the Python library, that plays any number of servers, clients, notifiers and
 * listeners; {@code src/test/python/peer.py} says which requests it takes.
 *
 * <p>Values are what JSON gives: {@link Map}, {@link List}, {@link String}, {@link Boolean},
 * numbers ({@link java.math.BigInteger} where needed) and null. Thread-safe. Owns the process and a
 * thread that reads its answers; {@link #close} ends both. What the process logs is in {@link
 * #log}.
 */
final class PythonPeer implements AutoCloseable {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
          .build();

  private static final AtomicLong PEERS = new AtomicLong();

  private final Process process;
  private final Path log;
  private final Thread reader;
  private final AtomicLong numbers = new AtomicLong();
  private final ReentrantLock writing = new ReentrantLock();
  private final CompletableFuture<Map<String, Object>> versions = new CompletableFuture<>();
  private final Map<Long, CompletableFuture<@Nullable Object>> pending = new ConcurrentHashMap<>();
  private volatile boolean ended;

  private PythonPeer(Path python) {
    long number = PEERS.incrementAndGet();
    try {
      Path target = Files.createDirectories(Path.of("target"));
      log = target.resolve("python-peer-" + ProcessHandle.current().pid() + "-" + number + ".log");
      process =
          new ProcessBuilder(python.toString(), "-u", "-B", program("peer.py").toString())
              .redirectError(log.toFile())
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(python + " could not be started", e);
    }
    reader = new Thread(this::read, "svar-python-peer-" + number);
    reader.setDaemon(true);
    reader.start();
  }

  /** Says why no peer can run here: no Python that has the library. */
  static Optional<String> unavailable() {
    return Installation.PYTHON.isPresent()
        ? Optional.empty()
        : Optional.of(
            "oslo.messaging was not found: no Python of "
                + Installation.candidates().toList()
                + " has it. Install it (Debian: python3-oslo.messaging), or name a Python in"
                + " SVAR_PYTHON.");
  }

  /** Starts a process, and returns when it takes requests, after a second or two. */
  static PythonPeer start() {
    PythonPeer peer = new PythonPeer(python());
    try {
      peer.await(peer.versions, LIMIT, "start");
    } catch (RuntimeException e) {
      peer.close();
      throw e;
    }
    return peer;
  }

  /** Returns the version of {@code what}: oslo.messaging, kombu, amqp or python. */
  String version(String what) {
    Object version = versions.join().get(what);
    if (version == null) {
      throw new IllegalArgumentException(what + " (expected: one of " + versions.join() + ")");
    }
    return version.toString();
  }

  /** Returns whether the peer has {@code what}, such as confluent-kafka. */
  boolean has(String what) {
    return versions.join().get(what) != null;
  }

  /**
   * Opens a role, which the caller closes.
   *
   * @param kind server, client, notifier, listener, amqp, capture, server2013 or client2013
   * @param parameters what the peer's class of that name takes
   */
  Role open(String kind, Map<String, ?> parameters) {
    Role role = new Role(kind, kind + "-" + numbers.incrementAndGet());
    role.request("open", parameters);
    return role;
  }

  /** Returns all that the process has logged so far. */
  String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends the process, whatever it does, and returns when it is gone. */
  @Override
  public void close() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      // It is gone already.
    }
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
      reader.join();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  /** One server, client, notifier, listener, AMQP connection or capture of the peer. */
  final class Role implements AutoCloseable {

    private final String kind;
    private final String name;

    private Role(String kind, String name) {
      this.kind = kind;
      this.name = name;
    }

    /**
     * Makes a request, and waits for its answer for a minute.
     *
     * @param verb what to do, such as {@code call}
     * @param parameters what the peer's method of that name takes
     * @return what it returned
     * @throws PythonException what it raised
     */
    @Nullable Object request(String verb, Map<String, ?> parameters) {
      return await(requestAsync(verb, parameters), LIMIT, kind + "." + verb);
    }

    /** Makes a request without parameters; see {@link #request(String, Map)}. */
    @Nullable Object request(String verb) {
      return request(verb, Map.of());
    }

    /** Makes a request whose answer is a map; see {@link #request(String, Map)}. */
    Map<String, Object> map(String verb, Map<String, ?> parameters) {
      return asMap(request(verb, parameters));
    }

    /** Makes a request whose answer is a list of maps; see {@link #request(String, Map)}. */
    List<Map<String, Object>> list(String verb, Map<String, ?> parameters) {
      return asList(request(verb, parameters));
    }

    /** Makes a request; the future fails with {@link PythonException} if the peer raised one. */
    CompletableFuture<@Nullable Object> requestAsync(String verb, Map<String, ?> parameters) {
      Map<String, Object> request = new LinkedHashMap<>(parameters);
      request.put("do", kind + "." + verb);
      request.put("name", name);
      return send(request);
    }

    /** Closes the role; a server finishes what it does. */
    @Override
    public void close() {
      if (!ended) {
        request("close");
      }
    }
  }

  @SuppressWarnings("unchecked")
  static Map<String, Object> asMap(@Nullable Object value) {
    return (Map<String, Object>) value;
  }

  @SuppressWarnings("unchecked")
  static List<Map<String, Object>> asList(@Nullable Object value) {
    return (List<Map<String, Object>>) value;
  }

  /** Reads a JSON object as Python writes it, with NaN and integers of any size. */
  static Map<String, Object> parsed(String json) {
    return asMap(JSON.readValue(json, Object.class));
  }

  private CompletableFuture<@Nullable Object> send(Map<String, Object> request) {
    long number = numbers.incrementAndGet();
    CompletableFuture<@Nullable Object> answer = new CompletableFuture<>();
    pending.put(number, answer);
    request.put("id", number);
    byte[] line = (JSON.writeValueAsString(request) + "\n").getBytes(UTF_8);
    writing.lock();
    try {
      OutputStream stdin = process.getOutputStream();
      stdin.write(line);
      stdin.flush();
    } catch (IOException e) {
      answer.completeExceptionally(gone());
    } finally {
      writing.unlock();
    }
    if (ended) {
      answer.completeExceptionally(gone());
    }
    return answer;
  }

  private <T extends @Nullable Object> T await(
      CompletableFuture<T> answer, Duration limit, String what) {
    try {
      return answer.orTimeout(limit.toNanos(), TimeUnit.NANOSECONDS).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof PythonException raised) {
        throw raised;
      }
      if (e.getCause() instanceof TimeoutException) {
        throw new IllegalStateException(
            "No answer from the Python peer to " + what + " within " + limit + ". " + log(), e);
      }
      throw e;
    }
  }

  private void read() {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        onLine(line);
      }
    } catch (IOException | JacksonException e) {
      versions.completeExceptionally(e);
    }
    ended = true;
    versions.completeExceptionally(gone());
    pending.values().forEach(answer -> answer.completeExceptionally(gone()));
  }

  private void onLine(String line) {
    Map<String, Object> answer = parsed(line);
    if (answer.containsKey("ready")) {
      versions.complete(asMap(answer.get("ready")));
      return;
    }
    CompletableFuture<@Nullable Object> request =
        pending.remove(((Number) answer.get("id")).longValue());
    if (request == null) {
      return;
    }
    if (answer.containsKey("error")) {
      request.completeExceptionally(new PythonException(asMap(answer.get("error"))));
    } else {
      request.complete(answer.get("ok"));
    }
  }

  private IllegalStateException gone() {
    return new IllegalStateException("The Python peer has ended. " + log());
  }

  /** Returns a Python that has the library. */
  static Path python() {
    return Installation.PYTHON.orElseThrow(
        () -> new IllegalStateException(unavailable().orElseThrow()));
  }

  /** Returns one of our Python programs, whether run in the module's folder or the project's. */
  static Path program(String name) {
    return Stream.of("src/test/python", "interop/src/test/python")
        .map(folder -> Path.of(folder, name))
        .filter(Files::exists)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException("No " + name + " below " + Path.of("").toAbsolutePath()));
  }

  /** Looked for once: asking each Python takes a second. */
  private static final class Installation {

    static final Optional<Path> PYTHON = candidates().filter(Installation::hasLibrary).findFirst();

    static Stream<Path> candidates() {
      String chosen = System.getenv("SVAR_PYTHON");
      return chosen != null
          ? Stream.of(Path.of(chosen))
          : Stream.of(Path.of("/usr/bin/python3"), Path.of("python3"));
    }

    private static boolean hasLibrary(Path python) {
      try {
        Process check =
            new ProcessBuilder(python.toString(), "-W", "ignore", "-c", "import oslo_messaging")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return check.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS) && check.exitValue() == 0;
      } catch (IOException e) {
        return false;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
  }
}
