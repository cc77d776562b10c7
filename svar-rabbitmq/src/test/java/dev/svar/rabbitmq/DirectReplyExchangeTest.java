package dev.svar.rabbitmq;

import static dev.svar.rabbitmq.Station.DEMO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import dev.svar.driver.Address;
import dev.svar.driver.Delivery;
import dev.svar.testkit.rabbit.RabbitBroker;
import dev.svar.testkit.rabbit.VirtualHost;
import dev.svar.testkit.rabbit.VirtualHost.Binding;
import dev.svar.testkit.rabbit.VirtualHost.Exchange;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An inbox that servers of openstack.common.rpc reach, which publish as {@link #reply} does. */
@RabbitBroker
final class DirectReplyExchangeTest {
  private VirtualHost vhost;
  private Station station;
  private Address.Inbox inbox;
  private Connection connection;
  private Channel server;

  @BeforeEach
  void connect(VirtualHost vhost) throws Exception {
    this.vhost = vhost;
    ConnectionFactory factory = new ConnectionFactory();
    factory.setPort(vhost.server().port());
    factory.setVirtualHost(vhost.name());
    connection = factory.newConnection();
    server = connection.createChannel();
  }

  @AfterEach
  void part() throws Exception {
    if (connection.isOpen()) {
      connection.close();
    }
    station.close();
  }

  private void open(String... options) throws Exception {
    Map<String, String> all = new HashMap<>();
    all.put("svar_direct_reply_exchange", "true");
    for (int i = 0; i < options.length; i += 2) {
      all.put(options[i], options[i + 1]);
    }
    station = new Station(vhost.name(), all, vhost.server().port());
    inbox = station.driver.newInbox();
    station.listen(10, inbox);
  }

  /** Declares the exchange and publishes, as DirectPublisher of impl_kombu.py does. */
  private void reply(String body) throws Exception {
    server.exchangeDeclare(inbox.name(), "direct", false, true, Map.of());
    server.basicPublish(
        inbox.name(),
        inbox.name(),
        new BasicProperties.Builder()
            .contentType("application/json")
            .contentEncoding("utf-8")
            .headers(Map.of())
            .deliveryMode(2)
            .priority(0)
            .build(),
        body.getBytes(StandardCharsets.UTF_8));
  }

  private void assertThatTheInboxIsBound() {
    assertThat(vhost.exchanges())
        .containsExactly(new Exchange(inbox.name(), "direct", false, true, Map.of()));
    assertThat(vhost.bindings())
        .containsExactly(new Binding(inbox.name(), inbox.name(), inbox.name()));
  }

  @Test
  void a_reply_through_the_exchange_arrives_beside_one_to_the_queue() throws Exception {
    open();
    assertThatTheInboxIsBound();
    assertThat(vhost.queue(inbox.name()).arguments()).containsEntry("x-expires", 1_800_000L);

    reply("through the exchange");
    Delivery delivery = station.next();
    delivery.accept();
    station.send(inbox, "to the queue");

    assertThat(delivery.address()).isEqualTo(inbox);
    assertThat(Station.text(delivery)).isEqualTo("through the exchange");
    assertThat(station.text()).isEqualTo("to the queue");
    assertThat(station.events.count("degraded")).isZero();
  }

  @Test
  void the_exchange_goes_with_the_queue() throws Exception {
    open();
    reply("m");
    assertThat(station.text()).isEqualTo("m");

    station.close();

    assertThat(vhost.queues()).isEmpty();
    assertThat(vhost.exchanges()).isEmpty();
  }

  @Test
  void it_is_there_again_after_a_lost_connection() throws Exception {
    open();
    connection.close();

    vhost.closeConnections("a test");
    await().until(() -> station.events.count("connected again") == 1);
    await().until(() -> vhost.consumers().size() == 1);

    assertThatTheInboxIsBound();
  }

  @Test
  void it_is_there_again_after_the_queue_was_deleted_and_the_exchange_with_it() throws Exception {
    open();

    vhost.deleteQueue(inbox.name());
    await().until(() -> station.events.count("repaired") == 1);

    assertThatTheInboxIsBound();
    reply("m");
    assertThat(station.text()).isEqualTo("m");
  }

  @Test
  void it_is_restored_by_the_check() throws Exception {
    open("svar_topology_check_interval", "0.2");

    vhost.deleteExchange(inbox.name());
    await().until(() -> station.events.count("repaired") == 1);

    assertThat(station.events.lines)
        .contains(
            "repaired The exchange " + inbox.name() + " was gone, and is declared and bound again");
    assertThatTheInboxIsBound();
  }

  @Test
  void a_binding_is_restored_by_the_check() throws Exception {
    open("svar_topology_check_interval", "0.2");
    // Keeps the exchange, which goes with its last binding.
    server.queueDeclare("other", false, true, true, Map.of());
    server.queueBind("other", inbox.name(), "other");

    server.queueUnbind(inbox.name(), inbox.name(), inbox.name());
    await()
        .until(
            () -> vhost.bindings().contains(new Binding(inbox.name(), inbox.name(), inbox.name())));

    reply("m");
    assertThat(station.text()).isEqualTo("m");
  }

  @Test
  void other_addresses_have_no_such_exchange() throws Exception {
    open();
    station.listen(10, DEMO);

    assertThat(vhost.exchanges())
        .extracting(Exchange::name)
        .containsExactly("openstack", inbox.name());
  }
}
