package dev.svar.testkit.kafka;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The broker that the tests of one JVM share: its files are below {@code target}, and deleted when
 * the JVM ends. It takes messages of up to 16 MiB. Thread-safe.
 */
final class SharedKafkaBroker {
  private static final String LARGEST_MESSAGE = Integer.toString(16 << 20);

  private static final ReentrantLock LOCK = new ReentrantLock();
  private static @Nullable KafkaBroker broker;

  private SharedKafkaBroker() {}

  static KafkaBroker get() {
    LOCK.lock();
    try {
      KafkaBroker current = broker;
      if (current == null) {
        Path directory = directory();
        current =
            KafkaBroker.builder(directory)
                .configure("message.max.bytes", LARGEST_MESSAGE)
                .configure("replica.fetch.max.bytes", LARGEST_MESSAGE)
                .start();
        broker = current;
        KafkaBroker started = current;
        Runtime.getRuntime()
            .addShutdownHook(new Thread(() -> end(started, directory), "svar-kafka-shutdown"));
      }
      return current;
    } finally {
      LOCK.unlock();
    }
  }

  private static Path directory() {
    try {
      return Files.createTempDirectory(Files.createDirectories(Path.of("target")), "kafka-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void end(KafkaBroker broker, Path directory) {
    broker.close();
    try (Stream<Path> files = Files.walk(directory)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      // The next clean build deletes them.
      System.err.println("Not deleted: " + e);
    }
  }
}
