package dev.svar.bench.broker;

import dev.svar.testkit.rabbit.RabbitServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The brokers of a run: given ones, or private ones on free ports of the loopback interface,
 * started when they are asked for, their files in a folder of their own. Not thread-safe.
 */
public final class Brokers implements AutoCloseable {
  private final @Nullable String rabbitUrl;
  private final Path directory;
  private @Nullable RabbitServer rabbit;

  /**
   * Starts nothing.
   *
   * @param rabbitUrl of a RabbitMQ that runs; null for a private one
   * @param directory where private ones have their files
   */
  public Brokers(@Nullable String rabbitUrl, Path directory) {
    this.rabbitUrl = rabbitUrl;
    this.directory = directory;
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

  /** What is known of RabbitMQ's version; it is not started for that. */
  public String rabbitVersion() {
    RabbitServer running = rabbit;
    return running != null ? running.version() : "not a private one: version unknown";
  }

  private RabbitServer rabbit() throws IOException {
    RabbitServer running = rabbit;
    if (running == null) {
      Files.createDirectories(directory);
      Path own = Files.createTempDirectory(directory, "rabbit-");
      running = RabbitServer.builder().directory(own).start();
      rabbit = running;
    }
    return running;
  }

  /** Stops what was started. */
  @Override
  public void close() {
    if (rabbit != null) {
      rabbit.close();
      rabbit = null;
    }
  }
}
