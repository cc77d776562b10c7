package dev.svar.testkit.kafka;

import static java.util.Objects.requireNonNull;

import dev.svar.testkit.net.LoopbackPorts;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.jspecify.annotations.Nullable;

/**
 * A Kafka broker inside this JVM: broker and controller in one, on free ports of the loopback
 * interface, its files in a folder. What it keeps survives {@link #stop} and {@link #startAgain},
 * on the same port. A broker that is made in a folder where one was before goes on with its files.
 *
 * <p>Thread-safe. Whoever gave the folder deletes it.
 */
public final class KafkaBroker implements AutoCloseable {
  private static final int NODE = 1;

  private final Map<String, String> settings;
  private final String scheme;
  private final int port;
  private final ReentrantLock lock = new ReentrantLock();

  /** Guarded by the lock; null while it is stopped. */
  private @Nullable KafkaRaftServer server;

  private KafkaBroker(Map<String, String> settings, int port, String scheme) {
    this.settings = settings;
    this.port = port;
    this.scheme = scheme;
  }

  /**
   * Starts a broker without encryption and credentials.
   *
   * @param directory where its files go; created if it does not exist
   */
  public static KafkaBroker start(Path directory) {
    return builder(directory).start();
  }

  /**
   * Says how a broker is started.
   *
   * @param directory where its files go; created if it does not exist
   */
  public static Builder builder(Path directory) {
    return new Builder(directory);
  }

  /**
   * The broker that the tests of this JVM share, started now if it is not; it ends with the JVM.
   */
  public static KafkaBroker shared() {
    return SharedKafkaBroker.get();
  }

  /** The port of 127.0.0.1 that clients connect to. */
  public int port() {
    return port;
  }

  /** Where clients find it: {@code 127.0.0.1:port}. */
  public String address() {
    return "127.0.0.1:" + port;
  }

  /** The URL of a transport, with the credentials that the broker asks for. */
  public String url() {
    return scheme + address() + "/";
  }

  /** Stops it; connections are closed. Does nothing if it is stopped. */
  public void stop() {
    lock.lock();
    try {
      if (server != null) {
        server.shutdown();
        server.awaitShutdown();
        server = null;
      }
    } finally {
      lock.unlock();
    }
  }

  /** Starts it again, on the same port and with its files. Does nothing if it runs. */
  public void startAgain() {
    lock.lock();
    try {
      if (server == null) {
        // Starts the server while it reads its configuration, not before.
        KafkaRaftServer started =
            new KafkaRaftServer(new KafkaConfig(settings, false), Time.SYSTEM);
        started.startup();
        server = started;
      }
    } finally {
      lock.unlock();
    }
  }

  /** Stops it for good; its files stay. */
  @Override
  public void close() {
    stop();
  }

  @Override
  public String toString() {
    return "Kafka at " + address();
  }

  /** How a broker is started. Not thread-safe. */
  public static final class Builder {
    private final Path directory;
    private final Map<String, String> more = new LinkedHashMap<>();
    private @Nullable String credentials;
    private boolean tls;
    private @Nullable String user;

    private Builder(Path directory) {
      this.directory = requireNonNull(directory, "directory").toAbsolutePath();
    }

    /** Sets a property of {@code server.properties}. */
    public Builder configure(String name, String value) {
      more.put(name, value);
      return this;
    }

    /** Lets in only who says this name and password by SASL PLAIN. Plain letters and digits. */
    public Builder credentials(String name, String password) {
      user = name + ":" + password;
      credentials =
          "org.apache.kafka.common.security.plain.PlainLoginModule required user_"
              + name
              + "=\""
              + password
              + "\";";
      return this;
    }

    /**
     * Speaks TLS.
     *
     * @param certificate PEM
     * @param key PEM, PKCS #8
     * @param authority PEM: whose certificates clients must show; null if they need none
     */
    public Builder tls(Path certificate, Path key, @Nullable Path authority) {
      tls = true;
      more.put("ssl.keystore.type", "PEM");
      more.put("ssl.keystore.certificate.chain", text(certificate));
      more.put("ssl.keystore.key", text(key));
      if (authority != null) {
        more.put("ssl.truststore.type", "PEM");
        more.put("ssl.truststore.certificates", text(authority));
        more.put("ssl.client.auth", "required");
      }
      return this;
    }

    /** Starts it; it serves when this returns. */
    public KafkaBroker start() {
      int port = LoopbackPorts.free();
      Map<String, String> settings = settings(port, LoopbackPorts.free());
      format(directory.resolve("log"));
      KafkaBroker broker =
          new KafkaBroker(settings, port, "kafka://" + (user != null ? user + "@" : ""));
      broker.startAgain();
      return broker;
    }

    private Map<String, String> settings(int port, int controllerPort) {
      Map<String, String> settings = new LinkedHashMap<>();
      settings.put("process.roles", "broker,controller");
      settings.put("node.id", String.valueOf(NODE));
      settings.put("controller.quorum.voters", NODE + "@127.0.0.1:" + controllerPort);
      settings.put("controller.listener.names", "CONTROLLER");
      settings.put("inter.broker.listener.name", "INTERNAL");
      settings.put(
          "listeners",
          "CLIENT://127.0.0.1:"
              + port
              + ",INTERNAL://127.0.0.1:"
              + LoopbackPorts.free()
              + ",CONTROLLER://127.0.0.1:"
              + controllerPort);
      settings.put(
          "listener.security.protocol.map",
          "CLIENT:" + protocol() + ",INTERNAL:PLAINTEXT,CONTROLLER:PLAINTEXT");
      settings.put("log.dirs", directory.resolve("log").toString());
      settings.put("offsets.topic.num.partitions", "1");
      settings.put("offsets.topic.replication.factor", "1");
      settings.put("transaction.state.log.replication.factor", "1");
      settings.put("transaction.state.log.min.isr", "1");
      settings.put("transaction.state.log.num.partitions", "1");
      settings.put("group.initial.rebalance.delay.ms", "0");
      settings.put("num.network.threads", "1");
      settings.put("num.io.threads", "2");
      settings.put("background.threads", "1");
      settings.put("log.cleaner.enable", "false");
      // Alone, it need not wait for anybody, neither to start nor to stop.
      settings.put("broker.heartbeat.interval.ms", "100");
      settings.put("controller.quorum.election.timeout.ms", "100");
      settings.put("controller.quorum.fetch.timeout.ms", "200");
      settings.put("controller.quorum.request.timeout.ms", "200");
      if (credentials != null) {
        settings.put("sasl.enabled.mechanisms", "PLAIN");
        settings.put("listener.name.client.plain.sasl.jaas.config", credentials);
      }
      settings.putAll(more);
      return settings;
    }

    private String protocol() {
      String secured = tls ? "SSL" : "PLAINTEXT";
      return credentials != null ? "SASL_" + secured : secured;
    }

    private static void format(Path log) {
      try {
        Files.createDirectories(log);
        new Formatter()
            .setPrintStream(new PrintStream(PrintStream.nullOutputStream()))
            .setNodeId(NODE)
            .setClusterId(Uuid.randomUuid().toString())
            .setDirectories(List.of(log.toString()))
            .setMetadataLogDirectory(log.toString())
            .setControllerListenerName("CONTROLLER")
            .setIgnoreFormatted(true)
            .run();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (Exception e) {
        throw new IllegalStateException("No storage for Kafka in " + log, e);
      }
    }

    private static String text(Path file) {
      try {
        return Files.readString(file);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
