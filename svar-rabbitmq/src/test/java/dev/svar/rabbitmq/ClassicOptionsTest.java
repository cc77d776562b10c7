package dev.svar.rabbitmq;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.svar.TransportUrl;
import dev.svar.classic.CommonRpcContext;
import dev.svar.classic.Connection;
import dev.svar.classic.RpcBackend;
import dev.svar.classic.RpcException;
import dev.svar.classic.RpcOptions;
import dev.svar.testkit.net.LoopbackPorts;
import dev.svar.testkit.rabbit.RabbitBroker;
import dev.svar.testkit.rabbit.RabbitServer;
import dev.svar.testkit.rabbit.VirtualHost;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the options of openstack.common.rpc do at a broker. */
@RabbitBroker
class ClassicOptionsTest {
  private static final CommonRpcContext CONTEXT = CommonRpcContext.of(Map.of("user", "u"));

  private final BlockingQueue<Object> told = new LinkedBlockingQueue<>();
  private VirtualHost vhost;
  private TransportUrl.Host broker;

  @BeforeEach
  void open(RabbitServer server) {
    vhost = server.newVhost();
    broker = TransportUrl.parse(vhost.url()).hosts().get(0);
  }

  @AfterEach
  void close() {
    vhost.close();
  }

  private Map<String, Object> where() {
    return Map.of(
        "rabbit_host", broker.name(),
        "rabbit_port", broker.port(),
        "rabbit_userid", broker.username(),
        "rabbit_password", broker.password(),
        "rabbit_virtual_host", vhost.name());
  }

  @SafeVarargs
  private static RpcBackend open(Map<String, ?>... options) {
    RpcOptions.Builder builder = RpcOptions.builder();
    for (Map<String, ?> some : options) {
      some.forEach(builder::option);
    }
    return RpcBackend.open(builder.build());
  }

  private Connection consume(RpcBackend rpc, String topic) {
    Connection connection = rpc.createConnection();
    connection.createConsumer(
        topic,
        (context, version, method, namespace, args) -> {
          told.add(args.get("what"));
          return "answer";
        });
    connection.consumeInThread();
    return connection;
  }

  private static Map<String, Object> msg(Object what) {
    return Map.of("method", "tell", "args", Map.of("what", what));
  }

  private List<String> queues() {
    return vhost.queues().stream()
        .map(
            queue ->
                queue.name().replaceAll("[0-9a-f]{32}", "*")
                    + (queue.durable() ? " durable" : "")
                    + (queue.autoDelete() ? " auto-delete" : "")
                    + (queue.exclusive() ? " exclusive" : "")
                    + (queue.arguments().containsKey("x-ha-policy") ? " ha" : ""))
        .toList();
  }

  private List<String> topicExchanges() {
    return vhost.exchanges().stream()
        .filter(exchange -> exchange.type().equals("topic"))
        .map(
            exchange ->
                exchange.name()
                    + (exchange.durable() ? " durable" : "")
                    + (exchange.autoDelete() ? " auto-delete" : ""))
        .toList();
  }

  private void declareEverything(RpcBackend rpc) {
    Connection connection = rpc.createConnection();
    connection.createConsumer("compute", (c, v, m, n, a) -> null);
    connection.createConsumer("compute.host1", (c, v, m, n, a) -> null);
    connection.createConsumer("compute", (c, v, m, n, a) -> null, true);
    connection.createWorker("compute", (c, v, m, n, a) -> null, "pool");
    rpc.notify(CONTEXT, "notifications.info", Map.of("event_type", "e"));
  }

  @Test
  void by_default_nothing_is_durable_or_deleted_by_itself() {
    try (RpcBackend rpc = open(where())) {
      declareEverything(rpc);

      assertThat(queues())
          .containsExactlyInAnyOrder(
              "compute", "compute.host1", "compute_fanout_*", "pool", "notifications.info");
      assertThat(topicExchanges()).containsExactly("openstack");
      assertThat(vhost.bindings())
          .extracting(one -> one.exchange() + " " + one.routingKey())
          .containsExactlyInAnyOrder(
              "compute_fanout compute",
              "openstack compute",
              "openstack compute",
              "openstack compute.host1",
              "openstack notifications.info");
    }
  }

  @Test
  void durable_auto_deleted_and_mirrored_queues_are_declared_as_peers_do() {
    Map<String, Object> all =
        Map.of(
            "rabbit_durable_queues", "true",
            "amqp_auto_delete", "true",
            "rabbit_ha_queues", "true",
            "control_exchange", "nova");
    try (RpcBackend rpc = open(where(), all)) {
      declareEverything(rpc);

      assertThat(queues())
          .containsExactlyInAnyOrder(
              "compute durable auto-delete ha",
              "compute.host1 durable auto-delete ha",
              "compute_fanout_* ha",
              "pool durable auto-delete ha",
              "notifications.info durable auto-delete ha");
      assertThat(topicExchanges()).containsExactly("nova durable auto-delete");
    }
  }

  @Test
  void an_event_and_its_consumer_agree_on_a_queue_that_is_deleted_by_itself() throws Exception {
    try (RpcBackend rpc = open(where(), Map.of("amqp_auto_delete", true))) {
      rpc.notify(CONTEXT, "notifications.info", msg("before"));
      Connection connection = rpc.createConnection();
      connection.joinConsumerPool(
          message -> told.add(message.get("args")),
          "notifications.info",
          "notifications.info",
          null);
      connection.consumeInThread();
      rpc.notify(CONTEXT, "notifications.info", msg("after"));

      assertThat(List.of(next(), next()))
          .containsExactlyInAnyOrder(Map.of("what", "before"), Map.of("what", "after"));
    }
  }

  private Object next() throws InterruptedException {
    return told.poll(30, SECONDS);
  }

  @Test
  void a_call_works_by_the_older_options_alone() {
    try (RpcBackend rpc = open(where())) {
      consume(rpc, "compute");

      assertThat(rpc.call(CONTEXT, "compute", msg("x"))).isEqualTo("answer");
    }
  }

  @Test
  void server_parameters_stand_for_those_of_the_options() throws Exception {
    Map<String, Object> server = new LinkedHashMap<>();
    server.put("hostname", broker.name());
    server.put("port", broker.port());
    server.put("username", broker.username());
    server.put("password", broker.password());
    server.put("virtual_host", vhost.name());
    server.put("heartbeat_timeout_threshold", 10);
    Map<String, Object> elsewhere =
        Map.of(
            "rabbit_hosts",
            "127.0.0.1:" + LoopbackPorts.free() + ",127.0.0.1:" + LoopbackPorts.free(),
            "rabbit_userid",
            "nobody");
    try (RpcBackend rpc = open(where());
        RpcBackend other = open(elsewhere)) {
      consume(rpc, "compute");

      other.castToServer(CONTEXT, server, "compute", msg("there"));

      assertThat(next()).isEqualTo("there");
    }
  }

  @Test
  void after_as_many_attempts_as_configured_it_gives_up() {
    int port = LoopbackPorts.free();
    Map<String, Object> dead =
        Map.of("rabbit_host", "127.0.0.1", "rabbit_port", port, "rabbit_max_retries", 2);
    try (RpcBackend rpc = open(dead)) {
      assertThatThrownBy(() -> rpc.cast(CONTEXT, "compute", msg("x")))
          .isInstanceOf(RpcException.class)
          .hasMessageStartingWith(
              "Unable to connect to AMQP server on 127.0.0.1:" + port + " after 2 tries: ");
      assertThatThrownBy(() -> rpc.call(CONTEXT, "compute", msg("x")))
          .isInstanceOf(RpcException.class)
          .hasMessageStartingWith(
              "Unable to connect to AMQP server on 127.0.0.1:" + port + " after 2 tries: ");
    }
  }

  @Test
  void a_topic_may_be_a_pattern_and_each_queue_gets_its_copy() throws Exception {
    try (RpcBackend rpc = open(where())) {
      consume(rpc, "compute.#");
      consume(rpc, "compute.host1");

      rpc.cast(CONTEXT, "compute.host1", msg("both"));

      assertThat(List.of(next(), next())).containsExactly("both", "both");
    }
  }
}
