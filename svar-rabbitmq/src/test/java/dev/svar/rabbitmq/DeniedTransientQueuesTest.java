package dev.svar.rabbitmq;

import static dev.svar.rabbitmq.Station.DEMO;
import static dev.svar.rabbitmq.Station.EVERY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.svar.driver.Address;
import dev.svar.driver.DriverException;
import dev.svar.driver.DriverException.Outcome;
import dev.svar.testkit.rabbit.RabbitBroker;
import dev.svar.testkit.rabbit.RabbitServer;
import dev.svar.testkit.rabbit.VirtualHost;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A broker whose administrator denies queues that are neither durable nor exclusive, as RabbitMQ
 * lets them from version 4 on. Private queues are nobody else's business and become durable; what
 * peers share does not, and the error names the setting.
 */
@RabbitBroker
final class DeniedTransientQueuesTest {
  private static RabbitServer server;

  private VirtualHost vhost;

  @BeforeAll
  static void start() {
    String version = RabbitServer.shared().version();
    assumeFalse(version.startsWith("3."), "RabbitMQ " + version + " cannot deny transient queues");
    server =
        RabbitServer.builder()
            .configure("deprecated_features.permit.transient_nonexcl_queues", "false")
            .start();
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  @BeforeEach
  void meet() {
    vhost = server.newVhost();
  }

  @AfterEach
  void part() {
    vhost.close();
  }

  private Station station(Map<String, String> options) {
    return new Station(vhost.name(), options, server.port());
  }

  @Test
  void private_queues_become_durable_and_expire_and_that_is_told_once() throws Exception {
    try (Station station = station(Map.of("amqp_durable_queues", "true"))) {
      Address.Inbox inbox = station.driver.newInbox();
      station.listen(10, DEMO, EVERY, inbox);

      station.send(inbox, "to the inbox");
      assertThat(station.text()).isEqualTo("to the inbox");
      station.send(EVERY, "to all");
      assertThat(station.text()).isEqualTo("to all");
      assertThat(vhost.queues())
          .hasSize(3)
          .allMatch(VirtualHost.Queue::durable)
          .filteredOn(queue -> !queue.name().equals("demo"))
          .allMatch(queue -> queue.arguments().containsKey("x-expires"));
      assertThat(station.events.count("degraded")).isOne();
    }
  }

  @Test
  void a_shared_queue_is_refused_by_the_name_of_the_setting() throws Exception {
    try (Station station = station(Map.of())) {
      DriverException failure =
          Station.failure(station.driver.subscribe(Set.of(DEMO), 10, delivery -> {}));

      assertThat(failure.outcome()).isEqualTo(Outcome.REFUSED);
      assertThat(failure)
          .hasMessageContaining("queue demo")
          .hasMessageContaining("amqp_durable_queues=true or rabbit_quorum_queue=true");
    }
  }
}
