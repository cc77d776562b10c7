package dev.svar.bench.broker;

import dev.svar.testkit.kafka.KafkaBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * A Kafka broker in a process of its own: prints its URL, and ends when its standard input does.
 * Argument: where its files go.
 */
public final class KafkaProgram {
  private KafkaProgram() {}

  /** Runs it. */
  public static void main(String[] args) throws Exception {
    Path directory = Path.of(args[0]);
    try (KafkaBroker broker = KafkaBroker.start(directory)) {
      System.out.println(JavaProcess.READY + broker.url());
      while (System.in.read() >= 0) {
        // Nobody says anything until it is over.
      }
    }
    delete(directory);
    System.exit(0);
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
