package dev.svar.rabbitmq;

import static dev.svar.rabbitmq.Station.DEMO;
import static dev.svar.rabbitmq.Station.EVERY;
import static dev.svar.rabbitmq.Station.HOST1;
import static dev.svar.rabbitmq.Station.INFO;
import static dev.svar.rabbitmq.Station.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.svar.driver.Address;
import dev.svar.driver.Delivery;
import dev.svar.driver.DriverException;
import dev.svar.driver.DriverException.Outcome;
import dev.svar.driver.PublishOptions;
import dev.svar.driver.PublishOptions.Confirm;
import dev.svar.testkit.net.FaultProxy;
import dev.svar.testkit.rabbit.RabbitBroker;
import dev.svar.testkit.rabbit.VirtualHost;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@RabbitBroker
final class RecoveryTest {
  private final List<Station> stations = new ArrayList<>();
  private VirtualHost vhost;

  @BeforeEach
  void use(VirtualHost vhost) {
    this.vhost = vhost;
  }

  @AfterEach
  void close() {
    stations.forEach(Station::close);
  }

  private Station station(String... options) {
    return station(vhost.server().port(), options);
  }

  private Station station(int port, String... options) {
    Map<String, String> all = new HashMap<>();
    for (int i = 0; i < options.length; i += 2) {
      all.put(options[i], options[i + 1]);
    }
    Station station = new Station(vhost.name(), all, port);
    stations.add(station);
    return station;
  }

  private static void awaitEvent(Station station, String start, int count) {
    await()
        .untilAsserted(
            () ->
                assertThat(station.events.lines)
                    .filteredOn(line -> line.startsWith(start))
                    .hasSizeGreaterThanOrEqualTo(count));
  }

  @Test
  void closed_connections_come_back_with_the_same_queues() throws Exception {
    Station station = station();
    Address.Inbox inbox = station.driver.newInbox();
    station.listen(10, DEMO, HOST1, EVERY);
    station.listen(10, inbox);
    station.send(DEMO, "before");
    assertThat(station.text()).isEqualTo("before");
    List<String> queues = vhost.queues().stream().map(VirtualHost.Queue::name).toList();

    vhost.closeConnections("a test");
    awaitEvent(station, "connected again", 2);

    station.send(DEMO, "topic");
    assertThat(station.text()).isEqualTo("topic");
    station.send(HOST1, "server");
    assertThat(station.text()).isEqualTo("server");
    station.send(EVERY, "fanout");
    assertThat(station.text()).isEqualTo("fanout");
    station.send(inbox, "reply");
    assertThat(station.text()).isEqualTo("reply");
    assertThat(vhost.queues()).extracting(VirtualHost.Queue::name).isEqualTo(queues);
    assertThat(vhost.consumers()).hasSize(4);
    assertThat(station.events.lines)
        .filteredOn(line -> line.startsWith("lost"))
        .hasSize(2)
        .allMatch(line -> line.contains("320 CONNECTION_FORCED - a test"));
  }

  @Test
  void a_delivery_of_a_lost_connection_comes_again_and_the_old_one_settles_nothing()
      throws Exception {
    Station station = station();
    station.listen(1, DEMO);
    station.send(DEMO, "m");
    Delivery first = station.next();

    vhost.closeConnections("a test");
    Delivery second = station.next();

    assertThat(first.accept()).isFalse();
    assertThat(second.redelivered()).isTrue();
    assertThat(vhost.queue("demo").messages()).isEqualTo(1);
    assertThat(second.accept()).isTrue();
    await().until(() -> vhost.queue("demo").messages() == 0);
  }

  @Test
  void a_deleted_queue_is_restored_under_its_name_without_another_connection() throws Exception {
    Station station = station();
    station.listen(10, DEMO, EVERY);
    String fanout =
        vhost.queues().stream()
            .map(VirtualHost.Queue::name)
            .filter(name -> name.startsWith("demo_fanout_"))
            .findFirst()
            .orElseThrow();

    vhost.deleteQueue("demo");
    vhost.deleteQueue(fanout);
    awaitEvent(station, "repaired", 2);

    station.send(DEMO, "topic");
    assertThat(station.text()).isEqualTo("topic");
    station.send(EVERY, "fanout");
    assertThat(station.text()).isEqualTo("fanout");
    assertThat(vhost.queues()).extracting(VirtualHost.Queue::name).contains("demo", fanout);
    assertThat(station.events.count("lost")).isZero();
  }

  @Test
  void a_deleted_exchange_is_restored_by_the_check() throws Exception {
    Station station = station("svar_topology_check_interval", "0.3");
    station.listen(10, DEMO, EVERY);
    station.send(DEMO, "before");
    assertThat(station.text()).isEqualTo("before");

    vhost.deleteExchange("openstack");
    vhost.deleteExchange("demo_fanout");
    awaitEvent(station, "repaired The exchange openstack", 1);
    awaitEvent(station, "repaired The exchange demo_fanout", 1);

    Station other = station();
    other.send(DEMO, "topic");
    assertThat(station.text()).isEqualTo("topic");
    other.send(EVERY, "fanout");
    assertThat(station.text()).isEqualTo("fanout");
  }

  @Test
  void the_check_says_nothing_if_nothing_is_missing() throws Exception {
    Station station = station("svar_topology_check_interval", "0.1");
    station.listen(10, DEMO, HOST1, EVERY);
    station.send(INFO, "m");
    Station witness = station("svar_topology_check_interval", "0.1");
    witness.listen(10, new Address.Topic("openstack", "witness", null));
    for (int i = 1; i <= 3; i++) {
      vhost.deleteQueue("witness");
      awaitEvent(witness, "repaired", i);
    }

    assertThat(station.events.lines).noneMatch(line -> line.startsWith("repaired"));
  }

  @Test
  void a_message_to_a_deleted_exchange_is_published_once_it_is_restored() throws Exception {
    Station station = station("svar_topology_check_interval", "0");
    station.send(INFO, "before");

    vhost.deleteExchange("openstack");
    station.send(INFO, "after");

    assertThat(vhost.queue("notifications.info").messages()).isEqualTo(2);
  }

  @Test
  void messages_in_flight_when_their_exchange_vanishes_are_never_silent() throws Exception {
    Station station = station("svar_topology_check_interval", "0");
    station.listen(10_000, INFO);
    for (int round = 0; round < 5; round++) {
      List<CompletableFuture<Void>> sent = new ArrayList<>();
      station.send(INFO, "start");
      for (int i = 0; i < 2000; i++) {
        sent.add(station.publish(INFO, "m"));
        if (i == 500) {
          CompletableFuture<Void> deleted =
              CompletableFuture.runAsync(() -> vhost.deleteExchange("openstack"));
          sent.add(deleted);
        }
      }
      int confirmed = 0;
      for (CompletableFuture<Void> one : sent) {
        try {
          get(one);
          confirmed++;
        } catch (ExecutionException e) {
          assertThat(e.getCause()).isInstanceOf(DriverException.class);
          assertThat(((DriverException) e.getCause()).outcome())
              .as("%s", e.getCause())
              .isEqualTo(Outcome.UNKNOWN);
        }
      }
      assertThat(confirmed).isPositive();
    }
    assertThat(station.events.count("lost")).isZero();
  }

  @Test
  void unconfirmed_messages_of_a_lost_connection_are_unknown() throws Exception {
    try (FaultProxy proxy = FaultProxy.open(vhost.server().port())) {
      Station station = station(proxy.port());
      station.send(INFO, "before");
      proxy.stall(FaultProxy.Direction.TO_CLIENT);
      CompletableFuture<Void> stuck = station.publish(INFO, "stuck");
      await().until(() -> vhost.queue("notifications.info").messages() == 2);

      proxy.cut();

      DriverException failure = Station.failure(stuck);
      assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
      assertThat(failure)
          .hasMessageStartingWith("The connection to RabbitMQ at 127.0.0.1:" + proxy.port());
      proxy.resume();
      awaitEvent(station, "connected again", 1);
      station.send(INFO, "after");
    }
  }

  @Test
  void what_was_due_while_the_broker_did_not_answer_is_asked_for_then() throws Exception {
    try (FaultProxy proxy = FaultProxy.open(vhost.server().port())) {
      Station station = station(proxy.port());
      station.send(INFO, "before");
      proxy.stall(FaultProxy.Direction.TO_CLIENT);
      List<CompletableFuture<Void>> sent = new ArrayList<>();
      for (int i = 0; i < 33; i++) { // one more than are asked about together
        sent.add(
            station.driver.publish(
                INFO, Station.message("m"), PublishOptions.of(Confirm.EVENTUAL)));
      }
      await().until(() -> vhost.queue("notifications.info").messages() == 34);
      assertThat(sent).noneMatch(CompletableFuture::isDone);

      proxy.resume();

      for (CompletableFuture<Void> one : sent) {
        Station.get(one);
      }
    }
  }

  @Test
  void messages_wait_for_the_attempt_under_way_and_fail_with_it() throws Exception {
    try (FaultProxy proxy = FaultProxy.open(vhost.server().port())) {
      Station station = station(proxy.port());
      station.send(INFO, "before");
      proxy.refuse();
      proxy.cut();
      awaitEvent(station, "lost", 1);

      DriverException failure = Station.failure(station.publish(INFO, "m"));
      assertThat(failure.outcome()).isEqualTo(Outcome.NOT_SENT);
      assertThat(failure)
          .hasMessageContaining("127.0.0.1:" + proxy.port())
          .hasMessageContaining("Connection refused");

      proxy.accept();
      awaitEvent(station, "connected again", 1);
      station.send(INFO, "after");
    }
  }

  @Test
  void a_broker_that_falls_silent_is_noticed_by_heartbeats() throws Exception {
    try (FaultProxy proxy = FaultProxy.open(vhost.server().port())) {
      Station station = station(proxy.port(), "heartbeat_timeout_threshold", "1");
      station.listen(10, DEMO);
      station.send(DEMO, "before");
      assertThat(station.text()).isEqualTo("before");
      await().until(() -> vhost.queue("demo").messages() == 0);

      proxy.stall();
      // More than the buffers on the way take, so that the writer is stuck in a write.
      CompletableFuture<Void> stuck =
          station.driver.publish(
              DEMO,
              new dev.svar.driver.Message(
                  new byte[50 << 20], "application/json", "utf-8", Map.of()),
              PublishOptions.DEFAULT);
      awaitEvent(station, "lost", 2);
      assertThat(Station.failure(stuck).outcome()).isEqualTo(Outcome.UNKNOWN);

      proxy.resume();
      awaitEvent(station, "connected again", 2);
      station.send(DEMO, "after");
      assertThat(station.text()).isEqualTo("after");
    }
  }

  @Test
  void retry_counts_are_attempts_if_the_driver_never_was_connected() throws Exception {
    try (FaultProxy proxy = FaultProxy.open(vhost.server().port())) {
      proxy.refuse();
      Station station = station(proxy.port());
      for (int i = 0; i < 3; i++) {
        assertThat(Station.failure(station.publish(INFO, "m")).outcome())
            .isEqualTo(Outcome.NOT_SENT);
      }
      assertThat(Station.failure(station.driver.connect()).outcome()).isEqualTo(Outcome.NOT_SENT);
      assertThat(
              Station.failure(
                      station.driver.subscribe(java.util.Set.of(DEMO), 1, station.arrived::add))
                  .outcome())
          .isEqualTo(Outcome.NOT_SENT);
      assertThat(Station.failure(station.driver.inspect(DEMO)).outcome())
          .isEqualTo(Outcome.NOT_SENT);
      assertThat(station.events.lines).isEmpty();

      proxy.accept();
      station.send(INFO, "m");
    }
  }

  @Test
  void nothing_is_left_after_closing() throws Exception {
    Station station = new Station(vhost.name(), Map.of(), vhost.server().port());
    station.listen(10, DEMO, HOST1, EVERY);
    station.listen(10, station.driver.newInbox());
    station.send(DEMO, "m");
    get(station.driver.inspect(DEMO));
    String prefix = threads().stream().findFirst().orElseThrow().replaceAll("-(in|out)-.*", "-");

    station.close();

    await().until(() -> threads().stream().noneMatch(name -> name.startsWith(prefix)));
    await().until(() -> vhost.connections() == 0);
    assertThat(vhost.queues())
        .extracting(VirtualHost.Queue::name)
        .containsExactly("demo", "demo.host1");
  }

  private static List<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("svar-rabbit-t"))
        .toList();
  }
}
