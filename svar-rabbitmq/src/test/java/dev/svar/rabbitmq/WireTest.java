package dev.svar.rabbitmq;

import static dev.svar.rabbitmq.Station.DEMO;
import static dev.svar.rabbitmq.Station.get;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import dev.svar.driver.Address;
import dev.svar.driver.Delivery;
import dev.svar.driver.Message;
import dev.svar.driver.PublishOptions;
import dev.svar.driver.PublishOptions.Confirm;
import dev.svar.testkit.rabbit.RabbitBroker;
import dev.svar.testkit.rabbit.VirtualHost;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a message looks like on the wire, seen by a client that is not this driver. */
@RabbitBroker
final class WireTest {
  private VirtualHost vhost;
  private Station station;
  private Connection connection;
  private Channel channel;

  @BeforeEach
  void open(VirtualHost vhost) throws Exception {
    this.vhost = vhost;
    station = new Station(vhost.name(), Map.of(), vhost.server().port());
    ConnectionFactory factory = new ConnectionFactory();
    factory.setPort(vhost.server().port());
    factory.setVirtualHost(vhost.name());
    connection = factory.newConnection();
    channel = connection.createChannel();
  }

  @AfterEach
  void close() throws Exception {
    connection.close();
    station.close();
  }

  @Test
  void a_message_has_the_properties_of_oslo_messaging_and_no_other() throws Exception {
    get(station.listen(1, DEMO).close());
    Message message =
        new Message(
            "{}".getBytes(UTF_8),
            "application/json",
            "utf-8",
            Map.of("compression", "application/x-gzip"));

    get(
        station.driver.publish(
            DEMO, message, new PublishOptions(false, Duration.ofSeconds(30), Confirm.PROMPT)));

    GetResponse got = channel.basicGet("demo", true);
    assertThat(got.getProps())
        .isEqualTo(
            new BasicProperties.Builder()
                .contentType("application/json")
                .contentEncoding("utf-8")
                .headers(
                    Map.of(
                        "compression",
                        com.rabbitmq.client.impl.LongStringHelper.asLongString(
                            "application/x-gzip")))
                .deliveryMode(2)
                .priority(0)
                .expiration("30000")
                .build());
    assertThat(got.getEnvelope().getExchange()).isEqualTo("openstack");
    assertThat(got.getEnvelope().getRoutingKey()).isEqualTo("demo");
    assertThat(got.getBody()).asString(UTF_8).isEqualTo("{}");
  }

  @Test
  void replies_that_are_accepted_are_acknowledged_also_if_no_more_come() throws Exception {
    Address.Inbox inbox = station.driver.newInbox();
    get(station.driver.subscribe(Set.of(inbox), 1000, station.arrived::add));
    for (int i = 0; i < 120; i++) {
      station.send(inbox, "{}");
    }

    for (int i = 0; i < 113; i++) {
      assertThat(station.next().accept()).isTrue();
    }

    await().untilAsserted(() -> assertThat(unacknowledged(inbox.name())).isEqualTo("7"));
  }

  private String unacknowledged(String queue) {
    String all =
        vhost
            .server()
            .ctl("-q", "-p", vhost.name(), "list_queues", "name", "messages_unacknowledged");
    return all.lines()
        .filter(line -> line.startsWith(queue + "\t"))
        .map(line -> line.substring(queue.length() + 1))
        .findFirst()
        .orElse("no such queue");
  }

  @Test
  void headers_are_present_when_there_are_none() throws Exception {
    get(station.listen(1, DEMO).close());
    station.send(DEMO, "{}");

    assertThat(channel.basicGet("demo", true).getProps())
        .isEqualTo(
            new BasicProperties.Builder()
                .contentType("application/json")
                .contentEncoding("utf-8")
                .headers(Map.of())
                .deliveryMode(2)
                .priority(0)
                .build());
  }

  @Test
  void a_fanout_has_an_empty_routing_key_and_a_reply_the_default_exchange() throws Exception {
    channel.queueDeclare("seen", false, false, false, Map.of());
    channel.exchangeDeclare("demo_fanout", "fanout", false, true, Map.of());
    channel.queueBind("seen", "demo_fanout", "anything");
    station.send(Station.EVERY, "fanout");
    station.send(new Address.Inbox("seen"), "reply");

    GetResponse fanout = channel.basicGet("seen", true);
    assertThat(fanout.getEnvelope().getExchange()).isEqualTo("demo_fanout");
    assertThat(fanout.getEnvelope().getRoutingKey()).isEmpty();
    GetResponse reply = channel.basicGet("seen", true);
    assertThat(reply.getEnvelope().getExchange()).isEmpty();
    assertThat(reply.getEnvelope().getRoutingKey()).isEqualTo("seen");
  }

  @Test
  void a_message_of_others_arrives_with_what_it_has() throws Exception {
    station.listen(1, DEMO);
    Map<String, Object> headers = new HashMap<>();
    headers.put("text", "t");
    headers.put("number", 5);
    headers.put("nothing", null);
    channel.basicPublish(
        "openstack", "demo", new BasicProperties.Builder().headers(headers).build(), new byte[3]);

    Delivery delivery = station.next();
    assertThat(delivery.message().contentType()).isNull();
    assertThat(delivery.message().contentEncoding()).isNull();
    assertThat(delivery.message().headers())
        .containsOnly(Map.entry("text", "t"), Map.entry("number", 5));
    assertThat(delivery.message().body()).isEqualTo(new byte[3]);
  }

  @Test
  void without_the_direct_mandatory_flag_a_lost_reply_is_not_told() throws Exception {
    try (Station quiet =
        new Station(
            vhost.name(), Map.of("direct_mandatory_flag", "false"), vhost.server().port())) {
      Address.Inbox nobody = new Address.Inbox("reply_nobody");
      get(quiet.driver.publish(nobody, Station.message("m"), PublishOptions.MANDATORY));
      assertThat(quiet.events.returned).isEmpty();

      get(station.driver.publish(nobody, Station.message("m"), PublishOptions.MANDATORY));
      assertThat(station.events.returned).hasSize(1);
    }
  }

  @Test
  void seventy_megabytes_pass_and_a_small_message_after_them() throws Exception {
    station.listen(10, DEMO);
    byte[] body = new byte[70 << 20];
    Arrays.fill(body, (byte) 'x');

    get(
        station.driver.publish(
            DEMO,
            new Message(body, "application/json", "utf-8", Map.of()),
            PublishOptions.DEFAULT));
    Delivery large = station.next();
    assertThat(Arrays.equals(large.message().body(), body)).isTrue();
    large.accept();

    station.send(DEMO, "small");
    assertThat(station.text()).isEqualTo("small");
    assertThat(station.events.count("lost")).isZero();
  }

  @Test
  void the_connections_say_who_they_are() throws Exception {
    station.listen(10, DEMO);
    station.send(DEMO, "m");

    String properties =
        vhost
            .server()
            .eval(
                "iolist_to_binary(io_lib:format(\"~p\", [[P || [{vhost, V}, {client_properties,"
                    + " P}] <- rabbit_networking:connection_info_all([vhost, client_properties]),"
                    + " V =:= <<\""
                    + vhost.name()
                    + "\">>]]))");

    assertThat(properties)
        .contains("{<<\"product\">>,longstr,<<\"Svar\">>}")
        .containsPattern(
            "<<\"connection_name\">>,longstr,\\s*<<\"[^:]+:"
                + ProcessHandle.current().pid()
                + ":[0-9a-f-]{36}\">>");
    String channels =
        vhost
            .server()
            .eval(
                "integer_to_binary(length([1 || [{vhost, V}] <-"
                    + " rabbit_channel:info_all([vhost]), V =:= <<\""
                    + vhost.name()
                    + "\">>]))");
    // Ours: three to publish and one to declare, one for the subscription and one to declare it.
    assertThat(channels).isEqualTo("7");
    await().until(() -> station.arrived.size() == 1);
  }
}
