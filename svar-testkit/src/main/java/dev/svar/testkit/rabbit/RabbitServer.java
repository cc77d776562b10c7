package dev.svar.testkit.rabbit;

import static java.util.Objects.requireNonNull;

import dev.svar.testkit.net.LoopbackPorts;
import dev.svar.testkit.net.TlsCertificates;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A RabbitMQ server of a test's own, on the loopback interface, with ports, folder, port mapper and
 * cookie that no other server shares, and without plugins.
 *
 * <p>The user is {@code guest} with the password {@code guest}. Starting takes some 5 s on two
 * cores. Thread-safe. Whoever starts one closes it; one that is not closed ends with the JVM, and
 * leaves its folder.
 */
public final class RabbitServer implements AutoCloseable {

  private final Path directory;
  private final int port;
  private final OptionalInt tlsPort;
  private final RabbitNode node;
  private final AtomicInteger vhosts = new AtomicInteger();
  private final ReentrantLock lifecycle = new ReentrantLock();
  private volatile boolean closed;

  private RabbitServer(RabbitInstallation installation, Builder options) {
    this.port = LoopbackPorts.free();
    TlsCertificates certificates = options.certificates;
    this.tlsPort =
        certificates == null ? OptionalInt.empty() : OptionalInt.of(LoopbackPorts.free());
    this.directory = options.directory == null ? ownDirectory() : options.directory;
    Map<String, String> configuration = new LinkedHashMap<>();
    configuration.put("listeners.tcp.1", "127.0.0.1:" + port);
    if (certificates != null) {
      configuration.put("listeners.ssl.1", "127.0.0.1:" + tlsPort.getAsInt());
      configuration.put("ssl_options.cacertfile", certificates.ca().toString());
      configuration.put("ssl_options.certfile", certificates.serverCertificate().toString());
      configuration.put("ssl_options.keyfile", certificates.serverKey().toString());
      configuration.put("ssl_options.verify", "verify_peer");
      configuration.put("ssl_options.fail_if_no_peer_cert", "false");
    }
    configuration.putAll(options.configuration);
    this.node =
        new RabbitNode(
            installation,
            directory,
            configuration.entrySet().stream()
                .map(entry -> entry.getKey() + " = " + entry.getValue() + "\n")
                .collect(Collectors.joining()));
  }

  /**
   * Says why no server can run here.
   *
   * @return the reason, with what to do about it; empty if one can run
   */
  public static Optional<String> unavailable() {
    return RabbitInstallation.unavailable();
  }

  /**
   * Starts a server with default options, and returns when it serves.
   *
   * @return the server, which the caller closes
   * @throws IllegalStateException if it does not start, with what it printed and logged
   */
  public static RabbitServer start() {
    return builder().start();
  }

  /**
   * Returns the options of a new server, at their defaults.
   *
   * @return a builder whose last step starts the server
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Returns the server that the tests of this JVM share, started by the first caller.
   *
   * <p>Nobody closes it, stops it, or changes what all its users see: for that, start another one.
   * It ends with the JVM.
   *
   * @return the running server; a test keeps to itself in a virtual host of its own
   */
  public static RabbitServer shared() {
    return SharedRabbitServer.get();
  }

  /**
   * Returns the address of the default virtual host.
   *
   * @return {@code rabbit://guest:guest@127.0.0.1:port/}
   */
  public String url() {
    return url("");
  }

  /**
   * Returns the address of a virtual host.
   *
   * @param vhost its name, not encoded; empty for the default one
   * @return {@code rabbit://guest:guest@127.0.0.1:port/vhost}
   */
  public String url(String vhost) {
    return "rabbit://guest:guest@127.0.0.1:" + port + "/" + Erlang.percentEncoded(vhost);
  }

  /**
   * Returns the port for AMQP without TLS; it stays the same over restarts.
   *
   * @return a port of 127.0.0.1
   */
  public int port() {
    return port;
  }

  /**
   * Returns the port for AMQP over TLS.
   *
   * @return a port of 127.0.0.1
   * @throws IllegalStateException if the server was started without certificates
   */
  public int tlsPort() {
    return tlsPort.orElseThrow(
        () ->
            new IllegalStateException(
                "The server has no TLS port (expected: one started with builder().tls(…))"));
  }

  /**
   * Returns the folder of the server: configuration, database, logs.
   *
   * @return a folder that {@link #close} deletes
   */
  public Path directory() {
    return directory;
  }

  /**
   * Returns what the server logged so far.
   *
   * @return the text of its log, all levels from info on
   */
  public String log() {
    return node.log();
  }

  /**
   * Returns the version of the server, such as {@code 3.10.8}.
   *
   * @return what the server says of itself
   */
  public String version() {
    return node.eval("list_to_binary(rabbit_misc:version())");
  }

  /**
   * Runs {@code rabbitmqctl -q} for this server. Takes 1 s and more: {@link #eval} and {@link
   * VirtualHost} answer in milliseconds.
   *
   * @param args the command and its arguments, such as {@code list_queues name type}
   * @return what it printed
   * @throws IllegalStateException if it failed, with what it printed as errors
   */
  public String ctl(String... args) {
    return node.ctl(args);
  }

  /**
   * Evaluates Erlang in the server, within a minute.
   *
   * @param expression an expression without the final dot
   * @return the value if it is a binary, or else its Erlang text on one line
   * @throws IllegalStateException if it raised an exception, or the server does not run
   */
  public String eval(String expression) {
    return node.eval(requireNonNull(expression, "expression"));
  }

  /**
   * Returns a view of a virtual host that exists.
   *
   * @param vhost its name, {@code /} for the default one
   * @return the view; closing it deletes the virtual host
   */
  public VirtualHost vhost(String vhost) {
    return new VirtualHost(this, vhost);
  }

  /**
   * Creates a virtual host that has everything to itself: queues, exchanges, connections. Takes
   * some 50 ms.
   *
   * @return the new virtual host; closing it deletes it
   */
  public VirtualHost newVhost() {
    VirtualHost vhost = new VirtualHost(this, "test-" + vhosts.incrementAndGet());
    vhost.create();
    return vhost;
  }

  /**
   * Closes every connection from the server's side, and returns when they are closed.
   *
   * @param reason what the clients are told
   */
  public void closeConnections(String reason) {
    eval(
        "[rabbit_networking:close_connection(Connection, %s) || Connection <- rabbit_networking:connections()]"
            .formatted(Erlang.string(reason)));
  }

  /** Stops the broker within the node: listeners and queues go, the process stays. */
  public void stopApp() {
    locked(() -> node.eval("rabbit:stop()"));
  }

  /** Starts the broker within the node again, and returns when it serves. */
  public void startApp() {
    locked(node::startApp);
  }

  /**
   * Freezes the server: connections stay open, and nothing is read, written or answered until
   * {@link #thaw}. What a hung host looks like.
   */
  public void freeze() {
    locked(() -> node.signal("STOP"));
  }

  /** Lets a frozen server go on. */
  public void thaw() {
    locked(() -> node.signal("CONT"));
  }

  /** Kills the server with SIGKILL. {@link #restart} brings it back. */
  public void kill() {
    locked(node::kill);
  }

  /**
   * Starts the server again on the same ports and data, and returns when it serves. One that still
   * runs is shut down first, in order: what is durable survives.
   */
  public void restart() {
    locked(
        () -> {
          node.shutDown();
          node.start();
        });
  }

  /**
   * Says whether the process of the server runs; it may be frozen, or its broker stopped.
   *
   * @return false after {@link #kill} and after {@link #close}
   */
  public boolean isRunning() {
    return node.isRunning();
  }

  /**
   * Ends the server and deletes its folder. Returns when none of its processes is left. Closing
   * again does nothing.
   */
  @Override
  public void close() {
    lifecycle.lock();
    try {
      if (!closed) {
        closed = true;
        node.end();
        deleteDirectory();
      }
    } finally {
      lifecycle.unlock();
    }
  }

  boolean isClosed() {
    return closed;
  }

  /** {@code RabbitMQ on 127.0.0.1:5672}. */
  @Override
  public String toString() {
    return "RabbitMQ on 127.0.0.1:" + port;
  }

  private void locked(Runnable step) {
    lifecycle.lock();
    try {
      if (closed) {
        throw new IllegalStateException(this + " is closed");
      }
      step.run();
    } finally {
      lifecycle.unlock();
    }
  }

  private static Path ownDirectory() {
    try {
      Path target = Path.of("target");
      return Files.isDirectory(target)
          ? Files.createTempDirectory(target, "rabbit-")
          : Files.createTempDirectory("svar-rabbit-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void deleteDirectory() {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(directory + " could not be deleted", e);
    }
  }

  /** The options of a new server. Not thread-safe. */
  public static final class Builder {

    private @Nullable Path directory;
    private @Nullable TlsCertificates certificates;
    private final Map<String, String> configuration = new LinkedHashMap<>();

    private Builder() {}

    /**
     * Sets the folder for everything that the server writes. Default: a new one below {@code
     * target}, or below the system's folder for temporary files where there is no {@code target}.
     *
     * @param directory a folder that is created if it does not exist, and deleted by {@code close}
     * @return this
     */
    public Builder directory(Path directory) {
      this.directory = requireNonNull(directory, "directory");
      return this;
    }

    /**
     * Opens a second port, for TLS. A client's certificate is verified if it shows one. Default: no
     * TLS.
     *
     * @param certificates the server's certificate, and the authority that signs clients'
     * @return this
     */
    public Builder tls(TlsCertificates certificates) {
      this.certificates = requireNonNull(certificates, "certificates");
      return this;
    }

    /**
     * Sets one line of {@code rabbitmq.conf}, in place of a default line of that key.
     *
     * @param key such as {@code consumer_timeout}
     * @param value such as {@code 2000}
     * @return this
     */
    public Builder configure(String key, String value) {
      configuration.put(requireNonNull(key, "key"), requireNonNull(value, "value"));
      return this;
    }

    /**
     * Starts the server, and returns when it serves.
     *
     * @return the server, which the caller closes
     * @throws IllegalStateException if no server can run here, or this one does not start; with the
     *     reason, and what the server printed and logged
     */
    public RabbitServer start() {
      unavailable()
          .ifPresent(
              reason -> {
                throw new IllegalStateException(reason);
              });
      RabbitServer server = new RabbitServer(RabbitInstallation.find().orElseThrow(), this);
      try {
        server.node.start();
      } catch (RuntimeException e) {
        server.close();
        throw e;
      }
      return server;
    }
  }
}
