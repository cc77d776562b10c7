package dev.svar.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.svar.driver.Address;
import dev.svar.driver.DriverConfig;
import dev.svar.driver.DriverProvider;
import dev.svar.driver.Option;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

final class SettingsTest {

  private static Settings settings(String... options) {
    Map<String, String> all = new java.util.HashMap<>();
    for (int i = 0; i < options.length; i += 2) {
      all.put(options[i], options[i + 1]);
    }
    return new Settings(Drivers.options(all));
  }

  @Test
  void the_provider_is_found_and_knows_every_option_once() {
    DriverProvider provider =
        ServiceLoader.load(DriverProvider.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(found -> found.schemes().contains("kombu"))
            .findFirst()
            .orElseThrow();

    assertThat(provider.schemes()).containsExactlyInAnyOrder("rabbit", "kombu");
    assertThat(provider.optionGroup()).isEqualTo("oslo_messaging_rabbit");
    assertThat(provider.options()).extracting(Option::name).doesNotHaveDuplicates().hasSize(47);
    assertThat(provider.removedOptions()).containsKeys("rabbit_host", "heartbeat_in_pthread");
    assertThat(provider.removedOptions().keySet())
        .doesNotContainAnyElementsOf(provider.options().stream().map(Option::name).toList());
  }

  @Test
  void every_option_but_names_and_compression_has_a_default() {
    assertThat(RabbitOptions.ALL)
        .filteredOn(option -> option.fallback() == null)
        .extracting(Option::name)
        .containsExactly("kombu_compression", "hostname", "processname");
  }

  @Test
  void contradictions_are_named() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings("rpc_conn_pool_size", "1"))
        .withMessage("rpc_conn_pool_size: 1 (expected: conn_pool_min_size, 2, or more)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings("rabbit_ha_queues", "true", "rabbit_quorum_queue", "true"))
        .withMessageStartingWith("rabbit_ha_queues and rabbit_quorum_queue are both true");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings("rabbit_stream_fanout", "true"))
        .withMessageStartingWith("rabbit_stream_fanout needs rabbit_qos_prefetch_count above 0");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> settings("rabbit_stream_fanout", "true", "rabbit_qos_prefetch_count", "1"))
        .withMessageStartingWith("rabbit_stream_fanout needs rabbit_transient_quorum_queue=true");
  }

  @Test
  void hosts_have_the_defaults_of_oslo_messaging() {
    assertThat(Hosts.of(List.of(), new Random(1)))
        .containsExactly(new Hosts.Host("localhost", 5672, "guest", "guest"));
    assertThat(Hosts.of(List.of(new DriverConfig.Host("::1", null, "u", null)), new Random(1)))
        .containsExactly(new Hosts.Host("::1", 5672, "u", "guest"))
        .first()
        .hasToString("[::1]:5672");
  }

  @Test
  void rounds_go_on_behind_the_host_that_failed() {
    List<Hosts.Host> all =
        List.of(
            new Hosts.Host("a", 1, "", ""),
            new Hosts.Host("b", 1, "", ""),
            new Hosts.Host("c", 1, "", ""));
    Hosts hosts = new Hosts(all, false);
    assertThat(hosts.round()).isEqualTo(all);
    hosts.failed(all.get(0));
    assertThat(hosts.round()).containsExactly(all.get(1), all.get(2), all.get(0));
    hosts.failed(all.get(2));
    assertThat(hosts.round()).isEqualTo(all);
    assertThat(new Hosts(all, true).round()).containsExactlyInAnyOrderElementsOf(all);
  }

  @Test
  void names_are_random_or_count() {
    QueueNames random = new QueueNames(settings());
    assertThat(random.suffix()).matches("[0-9a-f]{32}").isNotEqualTo(random.suffix());

    Settings stable =
        settings("use_queue_manager", "true", "hostname", "h", "processname", "counts");
    assertThat(new QueueNames(stable).suffix()).isEqualTo("h:counts:1");
    assertThat(new QueueNames(stable).suffix()).isEqualTo("h:counts:2");
  }

  @Test
  void delays_are_rounded_up_to_two_digits() {
    assertThat(Redelivery.rounded(1)).isEqualTo(1);
    assertThat(Redelivery.rounded(99)).isEqualTo(99);
    assertThat(Redelivery.rounded(101)).isEqualTo(110);
    assertThat(Redelivery.rounded(12_345)).isEqualTo(13_000);
  }

  @Test
  void pauses_grow_and_stay_random() {
    Backoff backoff = new Backoff(settings(), new Random(1));
    for (int round = 0; round < 100; round++) {
      assertThat(backoff.next().toMillis()).isBetween(1L, Math.min(30_000, 1000 + 2000L * round));
    }
  }

  @Test
  void a_broker_that_denies_transient_queues_gets_private_ones_durable() {
    Events events = new Events();
    Fallbacks fallbacks = new Fallbacks(events);
    Topology topology = new Topology(settings());
    Topology.Queue reply = topology.replyQueue("reply_1");
    Closure denied = new Closure(true, 541, "INTERNAL_ERROR - transient_nonexcl_queues", 50, 10);

    fallbacks.lostWith(reply, denied);
    fallbacks.lostWith(topology.fanoutQueue("demo", "1"), denied);

    assertThat(fallbacks.of(reply).durable()).isTrue();
    assertThat(fallbacks.of(reply).arguments()).isEqualTo(Map.of("x-expires", 1_800_000));
    assertThat(events.lines).hasSize(1);
    Topology.Queue shared = topology.sharedQueue("demo");
    assertThat(fallbacks.of(shared)).isEqualTo(shared);
    fallbacks.lostWith(shared, denied);
    org.assertj.core.api.Assertions.assertThatThrownBy(() -> fallbacks.lostWith(shared, denied))
        .hasMessageContaining("set amqp_durable_queues=true or rabbit_quorum_queue=true");
  }

  @Test
  void an_events_publisher_declares_what_its_listener_would() {
    Topology topology = new Topology(settings("rabbit_quorum_queue", "true"));
    Address.Events events = new Address.Events("openstack", "notifications.info", null);
    assertThat(topology.route(events).declaration()).isEqualTo(topology.consuming(events, ""));
  }
}
