package dev.svar.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.svar.driver.Address;
import dev.svar.driver.Driver;
import dev.svar.driver.DriverConfig;
import dev.svar.driver.DriverException;
import dev.svar.driver.DriverException.Outcome;
import dev.svar.driver.Message;
import dev.svar.driver.PublishOptions;
import dev.svar.driver.PublishOptions.Confirm;
import dev.svar.testkit.Arrivals;
import dev.svar.testkit.RecordingEvents;
import dev.svar.testkit.kafka.KafkaBroker;
import dev.svar.testkit.net.LoopbackPorts;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Brokers that are not there, go away, or say no. */
@Tag("broker")
final class FaultsTest extends KafkaFixture {
  @TempDir Path directory;

  @Test
  void nothing_blocks_where_no_broker_is_and_everything_says_so() throws Exception {
    int port = LoopbackPorts.free();
    Driver driver = open(at("127.0.0.1", port, Map.of("svar_request_timeout", 1)));

    CompletableFuture<Void> published = publish(driver, address, "m");
    CompletableFuture<?> subscribed = driver.subscribe(Set.of(address), 1, delivery -> {});
    CompletableFuture<Void> connected = driver.connect();
    CompletableFuture<?> inspected = driver.inspect(address);

    for (CompletableFuture<?> future : List.of(published, subscribed, connected, inspected)) {
      DriverException failure = failure(future);
      assertThat(failure.outcome()).isEqualTo(Outcome.NOT_SENT);
    }
    assertThat(failure(connected))
        .hasMessageStartingWith("No broker of 127.0.0.1:" + port + " answers: ");
    await(driver.close());
    assertThat(events.all()).isEmpty();
  }

  @Test
  void a_host_that_nobody_knows_is_named() throws Exception {
    Driver driver = open(at("kafka.invalid", 9092, Map.of("svar_request_timeout", 1)));

    DriverException failure = failure(driver.connect());

    assertThat(failure.outcome()).isEqualTo(Outcome.NOT_SENT);
    assertThat(failure).hasMessageContaining("kafka.invalid:9092");
  }

  @Test
  void a_message_that_waits_for_a_broker_can_be_withdrawn() throws Exception {
    Driver driver = open(at("127.0.0.1", LoopbackPorts.free(), Map.of()));
    CompletableFuture<Void> published = publish(driver, address, "m");

    assertThat(published.cancel(true)).isTrue();

    await(driver.close());
    assertThat(published).isCancelled();
  }

  @Test
  void a_full_queue_takes_nothing_more() throws Exception {
    Driver driver =
        open(at("127.0.0.1", LoopbackPorts.free(), Map.of("svar_publish_queue_messages", 1)));
    CompletableFuture<Void> first = publish(driver, address, "first");

    DriverException failure = failure(publish(driver, address, "second"));

    assertThat(failure.outcome()).isEqualTo(Outcome.NOT_SENT);
    assertThat(failure)
        .hasMessage(
            "The queue of messages to publish is full: 1 messages, 5 bytes wait for the broker"
                + " (limits: svar_publish_queue_messages=1, svar_publish_queue_bytes=134217728)");
    assertThat(first).isNotDone();
    await(driver.close());
    assertThat(failure(first).outcome()).isEqualTo(Outcome.NOT_SENT);
  }

  @Test
  void what_was_confirmed_survives_a_restart_of_the_broker() throws Exception {
    try (KafkaBroker own = KafkaBroker.start(directory)) {
      Driver driver = open(own, Map.of("svar_request_timeout", 2));
      Arrivals arrivals = listen(open(own, Map.of()), 10, address);
      Set<String> confirmed = new HashSet<>(send(driver, address, 0, 100));
      Set<String> received = new HashSet<>(arrivals.texts(50));

      own.stop();
      Map<String, CompletableFuture<Void>> waiting = new LinkedHashMap<>();
      for (int i = 100; i < 150; i++) {
        waiting.put("m-" + i, publish(driver, address, "m-" + i));
      }
      events.await(RecordingEvents.Lost.class, 1, SOON);
      own.startAgain();
      for (var publication : waiting.entrySet()) {
        if (ends(publication.getValue())) {
          confirmed.add(publication.getKey());
        }
      }
      confirmed.addAll(send(driver, address, 150, 50));

      while (!received.containsAll(confirmed)) {
        received.add(arrivals.text());
      }
      assertThat(events.all(RecordingEvents.Connected.class))
          .anyMatch(RecordingEvents.Connected::again);
    }
  }

  /** Whether it ends well; else the library would publish again. */
  private static boolean ends(CompletableFuture<Void> publication) throws Exception {
    try {
      await(publication);
      return true;
    } catch (ExecutionException e) {
      assertThat(e.getCause())
          .isInstanceOfSatisfying(
              DriverException.class,
              failure -> assertThat(failure.outcome()).isNotEqualTo(Outcome.REFUSED));
      return false;
    }
  }

  @Test
  void a_message_that_is_too_large_for_the_broker_is_refused() throws Exception {
    try (KafkaBroker own =
        KafkaBroker.builder(directory).configure("message.max.bytes", "10000").start()) {
      Driver driver = open(own, Map.of());
      Message large = new Message(new byte[20_000], null, null, Map.of());

      DriverException failure = failure(driver.publish(address, large, PublishOptions.DEFAULT));

      assertThat(failure.outcome()).isEqualTo(Outcome.REFUSED);
      assertThat(failure).hasMessageStartingWith("Not published to " + name + ": ");
      await(publish(driver, address, "small"));

      await(driver.publish(address, large, PublishOptions.of(Confirm.NONE)));
      var refused = events.await(RecordingEvents.Refused.class, 1, SOON);
      assertThat(refused.get(0).message()).isSameAs(large);
      assertThat(refused.get(0).cause().outcome()).isEqualTo(Outcome.REFUSED);
    }
  }

  @Test
  void where_brokers_create_no_topics_a_missing_one_is_refused() throws Exception {
    try (KafkaBroker own =
        KafkaBroker.builder(directory).configure("auto.create.topics.enable", "false").start()) {
      Driver driver = open(own, Map.of());
      String reason =
          "The topic "
              + name
              + " does not exist, and the brokers of "
              + own.address()
              + " create none on demand (auto.create.topics.enable=false): create it with"
              + " kafka-topics --create --topic "
              + name;

      DriverException published = failure(publish(driver, address, "m"));
      DriverException subscribed = failure(driver.subscribe(Set.of(address), 1, delivery -> {}));

      assertThat(published).hasMessage(reason);
      assertThat(published.outcome()).isEqualTo(Outcome.REFUSED);
      assertThat(subscribed).hasMessage(reason);
      assertThat(subscribed.outcome()).isEqualTo(Outcome.REFUSED);
      createTopic(own, name, 1);
      await(publish(driver, address, "m"));
    }
  }

  @Test
  void closing_ends_every_thread() throws Exception {
    DriverConfig config =
        Drivers.config(List.of(Drivers.host(KafkaBroker.shared())), null, Map.of());
    Driver driver = open(config);
    listen(driver, 1, address);
    listen(driver, 1, new Address.Tail("svar", name));
    await(publish(driver, address, "m"));
    assertThat(threadsOf(config)).hasSizeGreaterThan(5);

    await(driver.close());

    Awaitility.await().atMost(SOON).untilAsserted(() -> assertThat(threadsOf(config)).isEmpty());
  }

  private List<String> threadsOf(DriverConfig config) {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(thread -> thread.contains(config.name() + "-") || thread.endsWith(address.pool()))
        .toList();
  }

  @Test
  void what_kafka_has_no_address_for_is_refused() throws Exception {
    Driver driver = open(at("127.0.0.1", LoopbackPorts.free(), Map.of()));
    Address topic = new Address.Topic("nova", "compute", null);

    DriverException published = failure(publish(driver, topic, "m"));
    DriverException subscribed = failure(driver.subscribe(Set.of(topic), 1, delivery -> {}));
    DriverException malformed =
        failure(publish(driver, new Address.Events("nova", "a b.info", null), "m"));

    assertThat(published.outcome()).isEqualTo(Outcome.REFUSED);
    assertThat(published)
        .hasMessage(
            "Kafka carries events only: there are no topics of servers, fanouts or inboxes, such"
                + " as nova/compute. Use rabbit:// for calls and casts");
    assertThat(subscribed).hasMessage(published.getMessage());
    assertThat(malformed.outcome()).isEqualTo(Outcome.REFUSED);
  }

  private static DriverConfig at(String host, int port, Map<String, ?> options) {
    return Drivers.config(List.of(new DriverConfig.Host(host, port, null, null)), null, options);
  }
}
