package dev.svar.rabbitmq;

import static dev.svar.rabbitmq.Station.DEMO;
import static dev.svar.rabbitmq.Station.EVERY;
import static dev.svar.rabbitmq.Station.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.svar.Context;
import dev.svar.Counter;
import dev.svar.Target;
import dev.svar.Transport;
import dev.svar.driver.Address;
import dev.svar.rpc.RpcClient;
import dev.svar.rpc.RpcServer;
import dev.svar.testkit.rabbit.RabbitBroker;
import dev.svar.testkit.rabbit.RabbitServer;
import dev.svar.testkit.rpc.Endpoints;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Brokers that end, on servers of their own. */
@RabbitBroker
final class OutageTest {
  private static final Map<String, String> QUICK = Map.of("rabbit_interval_max", "1");
  private static final Duration LONG = Duration.ofSeconds(60);

  @Test
  void a_killed_broker_and_a_restarted_one_are_followed() {
    try (RabbitServer server = RabbitServer.start();
        Station station = new Station(null, QUICK, server.port())) {
      Address.Inbox inbox = station.driver.newInbox();
      assertThat(reaches(station, inbox)).isTrue();

      server.kill();
      await().atMost(LONG).until(() -> station.events.count("lost") == 2);
      server.restart();
      await().atMost(LONG).until(() -> station.events.count("connected again") == 2);
      assertThat(arrives(station, inbox)).isTrue();

      server.restart();
      await().atMost(LONG).until(() -> station.events.count("connected again") == 4);
      assertThat(arrives(station, inbox)).isTrue();
    }
  }

  @Test
  void another_host_takes_over() {
    try (RabbitServer first = RabbitServer.start();
        RabbitServer second = RabbitServer.start();
        Station station = new Station(null, QUICK, first.port(), second.port())) {
      Address.Inbox inbox = station.driver.newInbox();
      assertThat(reaches(station, inbox)).isTrue();
      boolean atFirst = station.events.lines.get(0).contains(":" + first.port() + " ");

      (atFirst ? first : second).kill();
      await().atMost(LONG).until(() -> station.events.count("connected again") == 2);

      assertThat(station.events.lines)
          .filteredOn(line -> line.startsWith("connected again"))
          .allMatch(line -> line.contains(":" + (atFirst ? second : first).port() + " "));
      assertThat(arrives(station, inbox)).isTrue();
    }
  }

  @Test
  void servers_and_callers_of_a_url_with_two_hosts_follow_to_the_other() {
    try (RabbitServer first = RabbitServer.start();
        RabbitServer second = RabbitServer.start();
        Transport transport =
            Transport.open(
                "rabbit://guest:guest@127.0.0.1:%d,guest:guest@127.0.0.1:%d/?rabbit_interval_max=1"
                    .formatted(first.port(), second.port()));
        RpcServer server =
            RpcServer.builder(transport, Target.of("demo").withServer("host1"))
                .endpoint(new Endpoints.Echo())
                .build()) {
      server.start();
      RpcClient client =
          RpcClient.builder(transport, Target.of("demo")).timeout(Duration.ofSeconds(5)).build();
      assertThat(client.call(Context.EMPTY, "echo", Map.of("value", "before"))).isEqualTo("before");

      (first.vhost("/").connections() > 0 ? first : second).kill();
      await()
          .atMost(LONG)
          .ignoreExceptions()
          .until(
              () -> "after".equals(client.call(Context.EMPTY, "echo", Map.of("value", "after"))));
      assertThat(transport.counts().of(Counter.RECONNECTED)).isEqualTo(2);
    }
  }

  private static boolean reaches(Station station, Address.Inbox inbox) {
    try {
      station.listen(10, DEMO, EVERY);
      station.listen(10, inbox);
    } catch (Exception e) {
      throw new AssertionError(station.events.toString(), e);
    }
    return arrives(station, inbox);
  }

  private static boolean arrives(Station station, Address.Inbox inbox) {
    try {
      for (Address address : new Address[] {DEMO, EVERY, inbox}) {
        get(station.publish(address, address.toString()));
        assertThat(station.text()).isEqualTo(address.toString());
      }
      return true;
    } catch (Exception e) {
      throw new AssertionError(station.events.toString(), e);
    }
  }
}
