package dev.svar.bench.broker;

import dev.svar.testkit.rabbit.RabbitServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The brokers of a run: given ones, or private ones on free ports of the loopback interface,
 * started when they are asked for, their files in a folder of their own. They end with the JVM if
 * they are not closed before. Not thread-safe.
 */
public final class Brokers implements AutoCloseable {
  private final @Nullable String rabbitUrl;
  private final Path directory;
  private @Nullable RabbitServer rabbit;
  private @Nullable JavaProcess kafka;
  private String rabbitVersion = "";

  /**
   * Starts nothing.
   *
   * @param rabbitUrl of a RabbitMQ that runs; null for a private one
   * @param directory where private ones have their files
   */
  public Brokers(@Nullable String rabbitUrl, Path directory) {
    this.rabbitUrl = rabbitUrl;
    this.directory = directory;
    Runtime.getRuntime().addShutdownHook(new Thread(this::closeQuietly, "bench-brokers"));
  }

  /** The URL of RabbitMQ, which is started if need be. */
  public String rabbitUrl() throws IOException {
    return rabbitUrl != null ? rabbitUrl : rabbit().url();
  }

  /** The process of RabbitMQ, if it is a private one. */
  public Optional<ProcessHandle> rabbitProcess() throws IOException {
    if (rabbitUrl != null) {
      return Optional.empty();
    }
    return ProcessHandle.of(Long.parseLong(rabbit().eval("list_to_binary(os:getpid())")));
  }

  /** The version of the private RabbitMQ; empty if none was started. */
  public String rabbitVersion() {
    return rabbitVersion;
  }

  /** The URL of a Kafka in a process of its own, which is started if need be. */
  public String kafkaUrl() throws IOException {
    return kafka().greeting();
  }

  /** The process of Kafka. */
  public Optional<ProcessHandle> kafkaProcess() throws IOException {
    return Optional.of(kafka().handle());
  }

  private JavaProcess kafka() throws IOException {
    JavaProcess running = kafka;
    if (running == null) {
      running =
          new JavaProcess(
              KafkaProgram.class, List.of("-Xmx1g"), List.of(folder("kafka-").toString()));
      kafka = running;
    }
    return running;
  }

  private Path folder(String prefix) throws IOException {
    Files.createDirectories(directory);
    return Files.createTempDirectory(directory, prefix);
  }

  /**
   * The private RabbitMQ, which is started if need be.
   *
   * @throws IllegalStateException if one was given instead
   */
  public RabbitServer privateRabbit() throws IOException {
    if (rabbitUrl != null) {
      throw new IllegalStateException("--url: this needs a RabbitMQ of its own");
    }
    return rabbit();
  }

  private RabbitServer rabbit() throws IOException {
    RabbitServer running = rabbit;
    if (running == null) {
      running = RabbitServer.builder().directory(folder("rabbit-")).start();
      rabbit = running;
      rabbitVersion = running.version();
    }
    return running;
  }

  private void closeQuietly() {
    try {
      close();
    } catch (IOException e) {
      // Their processes end with their input; their files stay.
    }
  }

  /** Stops what was started. */
  @Override
  public synchronized void close() throws IOException {
    if (rabbit != null) {
      rabbit.close();
      rabbit = null;
    }
    if (kafka != null) {
      kafka.close();
      kafka = null;
    }
  }
}
