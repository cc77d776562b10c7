package dev.svar.rabbitmq;

import static dev.svar.rabbitmq.Station.DEMO;
import static dev.svar.rabbitmq.Station.EVERY;
import static dev.svar.rabbitmq.Station.HOST1;
import static dev.svar.rabbitmq.Station.INFO;
import static dev.svar.rabbitmq.Station.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import dev.svar.driver.Address;
import dev.svar.driver.Delivery;
import dev.svar.driver.DriverException;
import dev.svar.driver.DriverException.Outcome;
import dev.svar.driver.Subscription;
import dev.svar.testkit.rabbit.RabbitBroker;
import dev.svar.testkit.rabbit.VirtualHost;
import dev.svar.testkit.rabbit.VirtualHost.Binding;
import dev.svar.testkit.rabbit.VirtualHost.Exchange;
import dev.svar.testkit.rabbit.VirtualHost.Queue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is on the broker under each set of options, as oslo.messaging 18.1.0 declares it. */
@RabbitBroker
final class TopologyTest {
  private static final Map<String, Object> EXPIRES = Map.of("x-expires", 1_800_000L);

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

  private Station station(Map<String, String> options) {
    Station station = new Station(vhost.name(), options, vhost.server().port());
    stations.add(station);
    return station;
  }

  /** A server, a client with its inbox, and a notifier. */
  private Station everything(Map<String, String> options) throws Exception {
    Station station = station(options);
    station.listen(10, DEMO, HOST1, EVERY);
    station.listen(10, station.driver.newInbox());
    station.send(INFO, "event");
    return station;
  }

  /**
   * Queues without messages and consumers; the random part of a name is an asterisk. That a queue
   * is a classic one RabbitMQ 4 adds to the arguments by itself.
   */
  private List<Queue> queues() {
    return vhost.queues().stream()
        .map(
            queue ->
                new Queue(
                    queue.name().replaceAll("[0-9a-f]{32}", "*"),
                    queue.type(),
                    queue.durable(),
                    queue.autoDelete(),
                    queue.exclusive(),
                    asked(queue.arguments()),
                    0,
                    0))
        .toList();
  }

  private static Map<String, Object> asked(Map<String, Object> arguments) {
    Map<String, Object> asked = new LinkedHashMap<>(arguments);
    asked.remove("x-queue-type", "classic");
    return asked;
  }

  private static Queue classic(
      String name, boolean durable, boolean autoDelete, Map<String, Object> arguments) {
    return new Queue(name, "classic", durable, autoDelete, false, arguments, 0, 0);
  }

  private static Queue quorum(String name, Map<String, Object> arguments) {
    return new Queue(name, "quorum", true, false, false, arguments, 0, 0);
  }

  private static Exchange exchange(String name, String type, boolean durable, boolean autoDelete) {
    return new Exchange(name, type, durable, autoDelete, Map.of());
  }

  @Test
  void by_default_nothing_is_durable_and_private_queues_expire() throws Exception {
    everything(Map.of());

    assertThat(queues())
        .containsExactly(
            classic("demo", false, false, Map.of()),
            classic("demo.host1", false, false, Map.of()),
            classic("demo_fanout_*", false, false, EXPIRES),
            classic("notifications.info", false, false, Map.of()),
            classic("reply_*", false, false, EXPIRES));
    assertThat(vhost.exchanges())
        .containsExactly(
            exchange("demo_fanout", "fanout", false, true),
            exchange("openstack", "topic", false, false));
    String fanout = vhost.queues().get(2).name();
    assertThat(vhost.bindings())
        .containsExactlyInAnyOrder(
            new Binding("demo_fanout", fanout, "demo"),
            new Binding("openstack", "demo", "demo"),
            new Binding("openstack", "demo.host1", "demo.host1"),
            new Binding("openstack", "notifications.info", "notifications.info"));
  }

  @Test
  void a_tail_has_one_exclusive_queue_for_all_its_events() throws Exception {
    Station station = station(Map.of());

    station.listen(10, new Address.Tail("nova", "a.info"), new Address.Tail("nova", "a.error"));

    assertThat(queues())
        .containsExactly(new Queue("svar_tail_*", "classic", false, false, true, Map.of(), 0, 0));
    String tail = vhost.queues().get(0).name();
    assertThat(vhost.bindings())
        .containsExactlyInAnyOrder(
            new Binding("nova", tail, "a.info"), new Binding("nova", tail, "a.error"));
    assertThat(vhost.exchanges()).containsExactly(exchange("nova", "topic", false, false));
  }

  @Test
  void consumers_are_called_1_2_3_and_have_the_window_as_prefetch() throws Exception {
    everything(Map.of());

    assertThat(vhost.consumers())
        .extracting(c -> c.queue().replaceAll("[0-9a-f]{32}", "*") + " " + c.prefetch())
        .containsExactly("demo 10", "demo.host1 10", "demo_fanout_* 10", "reply_* 10");
    assertThat(vhost.consumers())
        .filteredOn(c -> c.queue().startsWith("demo"))
        .extracting(VirtualHost.Consumer::tag)
        .containsExactlyInAnyOrder("1", "2", "3");
    assertThat(vhost.consumers()).allMatch(c -> c.acknowledges() && c.arguments().isEmpty());
    assertThat(vhost.connections()).isEqualTo(2);
  }

  @Test
  void options_of_consumers() throws Exception {
    everything(Map.of("rabbit_qos_prefetch_count", "3", "enable_cancel_on_failover", "true"));

    assertThat(vhost.consumers())
        .hasSize(4)
        .allMatch(c -> c.prefetch() == 3)
        .allMatch(c -> c.arguments().equals(Map.of("x-cancel-on-ha-failover", true)));
  }

  @Test
  void amqp_durable_queues() throws Exception {
    everything(Map.of("amqp_durable_queues", "true"));

    assertThat(queues())
        .containsExactly(
            classic("demo", true, false, Map.of()),
            classic("demo.host1", true, false, Map.of()),
            classic("demo_fanout_*", false, false, EXPIRES),
            classic("notifications.info", true, false, Map.of()),
            classic("reply_*", false, false, EXPIRES));
    assertThat(vhost.exchanges())
        .containsExactly(
            exchange("demo_fanout", "fanout", false, true),
            exchange("openstack", "topic", true, false));
  }

  @Test
  void amqp_auto_delete() throws Exception {
    everything(Map.of("amqp_auto_delete", "true"));

    assertThat(queues())
        .containsExactly(
            classic("demo", false, true, Map.of()),
            classic("demo.host1", false, true, Map.of()),
            classic("demo_fanout_*", false, false, EXPIRES),
            classic("notifications.info", false, true, Map.of()),
            classic("reply_*", false, false, EXPIRES));
    assertThat(vhost.exchanges())
        .containsExactly(
            exchange("demo_fanout", "fanout", false, true),
            exchange("openstack", "topic", false, true));
  }

  @Test
  void rabbit_ha_queues() throws Exception {
    everything(Map.of("rabbit_ha_queues", "true"));

    Map<String, Object> all = Map.of("x-ha-policy", "all");
    Map<String, Object> both = Map.of("x-ha-policy", "all", "x-expires", 1_800_000L);
    assertThat(queues())
        .containsExactly(
            classic("demo", false, false, all),
            classic("demo.host1", false, false, all),
            classic("demo_fanout_*", false, false, both),
            classic("notifications.info", false, false, all),
            classic("reply_*", false, false, both));
  }

  @Test
  void rabbit_quorum_queue_with_limits() throws Exception {
    everything(
        Map.of(
            "rabbit_quorum_queue", "true",
            "rabbit_quorum_delivery_limit", "5",
            "rabbit_quorum_max_memory_length", "100",
            "rabbit_quorum_max_memory_bytes", "100000"));

    Map<String, Object> limits =
        Map.of(
            "x-queue-type", "quorum",
            "x-delivery-limit", 5L,
            "x-max-in-memory-length", 100L,
            "x-max-in-memory-bytes", 100_000L);
    assertThat(queues())
        .containsExactly(
            quorum("demo", limits),
            quorum("demo.host1", limits),
            classic("demo_fanout_*", false, false, EXPIRES),
            quorum("notifications.info", limits),
            classic("reply_*", false, false, EXPIRES));
    assertThat(vhost.exchanges())
        .containsExactly(
            exchange("demo_fanout", "fanout", false, true),
            exchange("openstack", "topic", true, false));
  }

  @Test
  void rabbit_transient_quorum_queue_with_a_queue_manager() throws Exception {
    Station station =
        everything(
            Map.of(
                "rabbit_transient_quorum_queue", "true",
                "rabbit_quorum_delivery_limit", "3",
                "use_queue_manager", "true",
                "hostname", "node1",
                "processname", "myproc"));

    Map<String, Object> arguments =
        Map.of("x-queue-type", "quorum", "x-delivery-limit", 3L, "x-expires", 1_800_000L);
    assertThat(queues())
        .containsExactly(
            classic("demo", false, false, Map.of()),
            classic("demo.host1", false, false, Map.of()),
            quorum("demo_fanout_node1:myproc:1", arguments),
            classic("notifications.info", false, false, Map.of()),
            quorum("reply_node1:myproc:2", arguments));
    assertThat(vhost.exchanges())
        .containsExactly(
            exchange("demo_fanout", "fanout", true, true),
            exchange("openstack", "topic", false, false));

    station.close();
    assertThat(queues()).hasSize(5);
  }

  @Test
  void a_name_of_the_queue_manager_that_is_in_use_is_refused() throws Exception {
    Map<String, String> options =
        Map.of("use_queue_manager", "true", "hostname", "node2", "processname", "other");
    Address.Inbox taken = station(options).driver.newInbox();
    station(options).listen(1, taken);

    DriverException failure =
        Station.failure(station(options).driver.subscribe(Set.of(taken), 1, delivery -> {}));

    assertThat(failure.outcome()).isEqualTo(Outcome.NOT_SENT);
    assertThat(failure)
        .hasMessage(
            "Queue reply_node2:other:1 already has a consumer: another process has the same"
                + " hostname and processname. Give each its own processname");
  }

  @Test
  void rabbit_transient_queues_ttl_of_0() throws Exception {
    everything(Map.of("rabbit_transient_queues_ttl", "0"));

    assertThat(queues())
        .contains(
            classic("demo_fanout_*", false, false, Map.of()),
            classic("reply_*", false, false, Map.of()));
  }

  @Test
  void rabbit_stream_fanout_is_one_log_that_is_read_on_after_a_loss() throws Exception {
    Map<String, String> options =
        Map.of(
            "rabbit_stream_fanout", "true",
            "rabbit_transient_quorum_queue", "true",
            "rabbit_qos_prefetch_count", "10");
    Station station = station(options);
    station.listen(10, EVERY);
    assertThat(queues())
        .containsExactly(
            new Queue(
                "demo_fanout",
                "stream",
                true,
                false,
                false,
                Map.of("x-queue-type", "stream", "x-max-age", "1800s"),
                0,
                0));

    station.send(EVERY, "first");
    assertThat(station.text()).isEqualTo("first");
    station.send(EVERY, "second");
    Delivery second = station.next();
    assertThat(second.message().headers()).containsEntry("x-stream-offset", 1L);
    second.accept();

    vhost.closeConnections("a test");
    await().until(() -> station.events.count("connected again") == 2);
    station.send(EVERY, "third");

    // Not the second again, which is the last one for who starts anew.
    assertThat(station.text()).isEqualTo("third");
    station.close();
    assertThat(queues()).hasSize(1);
  }

  @Test
  void a_pool_is_one_queue_with_a_binding_for_each_priority() throws Exception {
    Address.Events error = new Address.Events("openstack", "notifications.error", "audit");
    Address.Events info = new Address.Events("openstack", "notifications.info", "audit");
    Station station = station(Map.of());
    station.listen(10, error, info);

    assertThat(vhost.bindings())
        .containsExactlyInAnyOrder(
            new Binding("openstack", "audit", "notifications.error"),
            new Binding("openstack", "audit", "notifications.info"));
    station.send(new Address.Events("openstack", "notifications.error", null), "m");
    assertThat(station.next().address()).isEqualTo(error);
  }

  @Test
  void an_exchange_that_is_not_durable_is_used_as_it_is() throws Exception {
    raw(channel -> channel.exchangeDeclare("openstack", "topic", false));
    Station station = station(Map.of("amqp_durable_queues", "true"));
    station.listen(10, DEMO);
    station.send(DEMO, "m");

    assertThat(station.text()).isEqualTo("m");
    assertThat(queues()).containsExactly(classic("demo", false, false, Map.of()));
    assertThat(station.events.lines)
        .filteredOn(line -> line.startsWith("degraded"))
        .singleElement()
        .asString()
        .startsWith("degraded The exchange openstack exists and is not durable: it is used as it");
  }

  @Test
  void a_queue_with_other_attributes_is_refused_with_what_to_do() throws Exception {
    raw(channel -> channel.queueDeclare("demo", false, false, true, Map.of()));
    Station station = station(Map.of());

    DriverException failure =
        Station.failure(station.driver.subscribe(Set.of(DEMO), 1, delivery -> {}));

    assertThat(failure.outcome()).isEqualTo(Outcome.REFUSED);
    assertThat(failure)
        .hasMessageStartingWith(
            "RabbitMQ refused the queue demo: 406 PRECONDITION_FAILED - inequivalent arg"
                + " 'auto_delete' for queue 'demo'")
        .hasMessageEndingWith(
            ". It exists with other attributes: make amqp_durable_queues, amqp_auto_delete,"
                + " rabbit_quorum_queue and their like the same for every peer, or delete it");
    station.listen(1, HOST1);
  }

  @Test
  void closing_a_subscription_deletes_its_private_queues_and_no_other() throws Exception {
    Station station = station(Map.of());
    Subscription server = station.listen(10, DEMO, EVERY);
    Subscription inbox = station.listen(10, station.driver.newInbox());
    assertThat(queues()).hasSize(3);

    get(server.close());
    get(inbox.close());

    assertThat(queues()).containsExactly(classic("demo", false, false, Map.of()));
  }

  private interface Step {
    void on(Channel channel) throws Exception;
  }

  private void raw(Step step) throws Exception {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setPort(vhost.server().port());
    factory.setVirtualHost(vhost.name());
    try (Connection connection = factory.newConnection();
        Channel channel = connection.createChannel()) {
      step.on(channel);
    }
  }
}
