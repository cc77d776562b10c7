package dev.svar.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;

import dev.svar.driver.Address;
import dev.svar.driver.Delivery;
import dev.svar.driver.Driver;
import dev.svar.driver.DriverConfig;
import dev.svar.driver.DriverException;
import dev.svar.driver.Message;
import dev.svar.driver.PublishOptions;
import dev.svar.driver.Subscription;
import dev.svar.testkit.Arrivals;
import dev.svar.testkit.RecordingEvents;
import dev.svar.testkit.kafka.KafkaBroker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterEach;

/** Names of its own for each test, and drivers that are closed after it. */
abstract class KafkaFixture {
  static final Duration SOON = Duration.ofSeconds(60);

  private final String run = UUID.randomUUID().toString().substring(0, 8);
  private final List<Driver> drivers = new ArrayList<>();

  final RecordingEvents events = new RecordingEvents();
  final String name = "events_" + run + ".info";
  final Address.Events address = new Address.Events("svar", name, "pool_" + run);

  /** Members of a group notice soon that another one comes, and that one is dead. */
  static final Map<String, Object> QUICK =
      Map.of(
          "svar_auto_offset_reset",
          "earliest",
          "svar_client_properties",
          Map.of("heartbeat.interval.ms", "100", "session.timeout.ms", "6000"));

  @AfterEach
  void closeDrivers() throws Exception {
    for (Driver driver : drivers) {
      await(driver.close());
    }
  }

  final Driver open(KafkaBroker broker, Map<String, ?> more) {
    Map<String, Object> options = new HashMap<>(QUICK);
    options.putAll(more);
    return kept(Drivers.open(broker, events, options));
  }

  final Driver open(DriverConfig config) {
    return kept(new KafkaDriverProvider().open(config, events));
  }

  private Driver kept(Driver driver) {
    drivers.add(driver);
    return driver;
  }

  static Arrivals listen(Driver driver, int window, Address address) throws Exception {
    Arrivals arrivals = new Arrivals(SOON);
    subscribe(driver, window, address, arrivals);
    return arrivals;
  }

  static Subscription subscribe(
      Driver driver, int window, Address address, Consumer<Delivery> handler) throws Exception {
    return await(driver.subscribe(Set.of(address), window, handler));
  }

  static CompletableFuture<Void> publish(Driver driver, Address address, String body) {
    return driver.publish(address, message(body), PublishOptions.DEFAULT);
  }

  /** Publishes {@code m-first} and so on, and waits until all are confirmed. */
  static List<String> send(Driver driver, Address address, int first, int count) throws Exception {
    List<String> bodies = new ArrayList<>();
    List<CompletableFuture<Void>> sent = new ArrayList<>();
    for (int i = first; i < first + count; i++) {
      bodies.add("m-" + i);
      sent.add(publish(driver, address, "m-" + i));
    }
    for (CompletableFuture<Void> one : sent) {
      await(one);
    }
    return bodies;
  }

  static Message message(String body) {
    return new Message(body.getBytes(UTF_8), null, null, Map.of());
  }

  static void createTopic(KafkaBroker broker, String topic, int partitions) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.address()))) {
      NewTopic wanted = new NewTopic(topic, Optional.of(partitions), Optional.empty());
      admin.createTopics(List.of(wanted)).all().get(SOON.toSeconds(), SECONDS);
    }
  }

  static <T> T await(CompletableFuture<T> future) throws Exception {
    return future.get(SOON.toSeconds(), SECONDS);
  }

  static DriverException failure(CompletableFuture<?> future) throws Exception {
    try {
      await(future);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof DriverException cause) {
        return cause;
      }
      throw new AssertionError("Expected a DriverException", e);
    }
    throw new AssertionError("Expected a DriverException, but it ended well");
  }
}
