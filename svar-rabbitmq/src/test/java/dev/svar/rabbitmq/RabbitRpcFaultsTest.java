package dev.svar.rabbitmq;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.svar.CallTimeoutException;
import dev.svar.ConnectionException;
import dev.svar.Context;
import dev.svar.Counter;
import dev.svar.DeliveryException;
import dev.svar.Target;
import dev.svar.Transport;
import dev.svar.rpc.RpcClient;
import dev.svar.rpc.RpcServer;
import dev.svar.testkit.net.FaultProxy;
import dev.svar.testkit.net.LoopbackPorts;
import dev.svar.testkit.rabbit.RabbitBroker;
import dev.svar.testkit.rabbit.RabbitServer;
import dev.svar.testkit.rabbit.VirtualHost;
import dev.svar.testkit.rpc.Bus;
import dev.svar.testkit.rpc.EndToEnd;
import dev.svar.testkit.rpc.Endpoints;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What callers and servers get when the broker, the connection or its queues fail. */
@RabbitBroker
class RabbitRpcFaultsTest extends EndToEnd implements Bus {
  private static VirtualHost vhost;

  @BeforeAll
  static void open(RabbitServer server) {
    vhost = server.newVhost();
  }

  @AfterAll
  static void close() {
    vhost.close();
  }

  @Override
  public Transport.Builder transport() {
    return Transport.builder().url(vhost.url());
  }

  private static String unreachable() {
    return "rabbit://guest:guest@127.0.0.1:" + LoopbackPorts.free() + "/";
  }

  @Test
  void a_call_that_was_sent_survives_the_loss_of_every_connection() throws Exception {
    Endpoints.Blocking blocking = new Endpoints.Blocking();
    Transport serving = open();
    serve(serving, "host1", blocking);
    Transport calling = open();
    CompletableFuture<Object> call =
        client(calling).callAsync(Context.EMPTY, "block", Map.of("id", 1));
    assertThat(blocking.entered.poll(SOON.toSeconds(), SECONDS)).isEqualTo(1);

    vhost.closeConnections("test");
    await().atMost(SOON).until(() -> count(calling, Counter.LOST) > 0);
    blocking.letGo.countDown();

    assertThat(call).succeedsWithin(SOON).isEqualTo(1);
    assertThat(call(client(calling), "quick", Map.of())).isEqualTo("quick");
    assertThat(blocking.entered).isEmpty();
    assertThat(count(calling, Counter.RECONNECTED)).isPositive();
  }

  @Test
  void a_timeout_after_a_loss_says_when_the_connection_was_lost() throws Exception {
    Endpoints.Blocking blocking = new Endpoints.Blocking();
    serve("host1", blocking);
    Transport calling = open();
    CompletableFuture<Object> call =
        client(calling)
            .prepare()
            .timeout(Duration.ofSeconds(5))
            .build()
            .callAsync(Context.EMPTY, "block", Map.of("id", 1));
    assertThat(blocking.entered.poll(SOON.toSeconds(), SECONDS)).isEqualTo(1);

    vhost.closeConnections("test");

    assertThat(call)
        .failsWithin(SOON)
        .withThrowableOfType(ExecutionException.class)
        .withCauseInstanceOf(CallTimeoutException.class)
        .withMessageContaining("The connection was lost ")
        .withMessageContaining("the request may have been lost, or have run");
    blocking.letGo.countDown();
  }

  @Test
  void a_server_goes_on_after_its_queues_and_exchange_were_deleted() {
    Transport serving = open(builder -> builder.option("svar_topology_check_interval", 1));
    serve(serving, "host1", new Endpoints.Echo());
    RpcClient client = client().prepare().mandatory(false).build();
    assertThat(call(client, "add", Map.of("x", 1, "y", 2))).isEqualTo(3);

    vhost.deleteExchange(exchange);
    await().atMost(SOON).until(() -> count(serving, Counter.REPAIRED) > 0);
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> assertThat(call(client(), "add", Map.of("x", 1, "y", 2))).isEqualTo(3));

    vhost.deleteQueue(topic);
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> assertThat(call(client(), "add", Map.of("x", 1, "y", 2))).isEqualTo(3));
  }

  @Test
  void a_reply_finds_its_caller_after_the_reply_queue_was_deleted() throws Exception {
    Endpoints.Blocking blocking = new Endpoints.Blocking();
    serve("host1", blocking);
    Transport calling = open();
    CompletableFuture<Object> call =
        client(calling).callAsync(Context.EMPTY, "block", Map.of("id", 1));
    assertThat(blocking.entered.poll(SOON.toSeconds(), SECONDS)).isEqualTo(1);

    vhost.queues().stream()
        .map(VirtualHost.Queue::name)
        .filter(name -> name.startsWith("reply_"))
        .forEach(vhost::deleteQueue);
    blocking.letGo.countDown();

    assertThat(call).succeedsWithin(SOON).isEqualTo(1);
  }

  @Test
  void a_reply_to_a_caller_that_has_gone_is_dropped_and_counted_after_the_configured_patience()
      throws Exception {
    Endpoints.Blocking blocking = new Endpoints.Blocking();
    Transport serving =
        open(builder -> builder.url(vhost.url() + "?kombu_missing_consumer_retry_timeout=1"));
    serve(serving, "host1", blocking);
    Transport calling = Transport.builder().url(vhost.url()).exchange(exchange).open();
    CompletableFuture<Object> call =
        client(calling).callAsync(Context.EMPTY, "block", Map.of("id", 1));
    assertThat(blocking.entered.poll(SOON.toSeconds(), SECONDS)).isEqualTo(1);

    calling.close();
    assertThat(call).failsWithin(SOON);
    blocking.letGo.countDown();

    await().atMost(SOON).until(() -> serving.counts().of(Counter.REPLY_DROPPED) == 1);
  }

  @Test
  void a_call_to_an_unreachable_broker_says_so_by_its_deadline() {
    Transport transport = open(builder -> builder.url(unreachable()));
    RpcClient client = client(transport).prepare().timeout(Duration.ofMillis(500)).build();

    assertThatThrownBy(() -> call(client, "add", Map.of()))
        .isInstanceOfSatisfying(
            DeliveryException.class,
            e -> assertThat(e.outcome()).isEqualTo(DeliveryException.Outcome.NOT_SENT))
        .hasMessageContaining("add to " + exchange + "/" + topic + " was not sent within 500 ms")
        .hasMessageContaining("Connection refused");
  }

  @Test
  void without_retries_an_unreachable_broker_is_an_error_at_once() {
    Transport transport = open(builder -> builder.url(unreachable()));
    RpcClient client = client(transport).prepare().retry(0).build();

    assertThatThrownBy(() -> call(client, "add", Map.of()))
        .isInstanceOf(DeliveryException.class)
        .hasMessageContaining("was not sent: ");
    assertThatThrownBy(() -> client.cast(Context.EMPTY, "add", Map.of()))
        .isInstanceOf(DeliveryException.class)
        .hasMessageContaining("was not sent: ");
  }

  @Test
  void retries_are_counted() {
    Transport transport =
        open(
            builder ->
                builder.url(unreachable() + "?rabbit_retry_interval=1&rabbit_retry_backoff=0"));
    RpcClient client = client(transport).prepare().retry(2).build();

    assertThatThrownBy(() -> client.cast(Context.EMPTY, "add", Map.of()))
        .isInstanceOf(DeliveryException.class);
    assertThat(count(transport, Counter.RETRIED)).isEqualTo(2);
  }

  @Test
  void connecting_and_starting_end_by_their_deadline() {
    Transport transport = open(builder -> builder.url(unreachable()));

    assertThatThrownBy(() -> transport.connect(SOON))
        .isInstanceOf(ConnectionException.class)
        .hasMessageContaining("Connection refused");
    RpcServer server =
        closing(
            RpcServer.builder(transport, Target.of(topic, "host1"))
                .endpoint(new Endpoints.Echo())
                .build());
    assertThatThrownBy(() -> server.start(Duration.ofMillis(500)))
        .isInstanceOf(ConnectionException.class);
  }

  @Test
  void wrong_credentials_are_refused_at_once_without_showing_them() {
    String url = vhost.url().replace("guest:guest@", "guest:hunter2@");
    Transport transport = open(builder -> builder.url(url));

    assertThatThrownBy(() -> transport.connect(SOON))
        .isInstanceOf(ConnectionException.class)
        .hasMessageContaining("guest")
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("hunter2"));
    assertThatThrownBy(() -> call(client(transport), "add", Map.of()))
        .isInstanceOf(DeliveryException.class);
  }

  @Test
  void a_broker_that_falls_silent_is_a_timeout_at_the_deadline() throws Exception {
    serve("host1", new Endpoints.Echo());
    try (FaultProxy proxy = FaultProxy.open(vhost.server().port())) {
      String url = vhost.url().replace(":" + vhost.server().port(), ":" + proxy.port());
      Transport transport = open(builder -> builder.url(url));
      RpcClient client = client(transport).prepare().timeout(Duration.ofSeconds(1)).build();
      assertThat(call(client, "add", Map.of("x", 1, "y", 2))).isEqualTo(3);

      proxy.stall();

      assertThatThrownBy(() -> call(client, "add", Map.of("x", 1, "y", 2)))
          .isInstanceOf(CallTimeoutException.class)
          .hasMessageContaining("which did not say in time what became of it");
      assertThatThrownBy(() -> client.cast(Context.EMPTY, "add", Map.of("x", 1, "y", 2)))
          .isInstanceOfSatisfying(
              DeliveryException.class,
              e -> assertThat(e.outcome()).isEqualTo(DeliveryException.Outcome.UNKNOWN))
          .hasMessageContaining("was not confirmed by the broker within 1 s");
      proxy.resume();
      await()
          .atMost(SOON)
          .untilAsserted(
              () -> assertThat(call(client, "add", Map.of("x", 1, "y", 2))).isEqualTo(3));
    }
  }

  @Test
  void one_transport_with_fifty_servers_has_two_connections() {
    VirtualHost alone = vhost.server().newVhost();
    closing(alone);
    Transport transport = open(builder -> builder.url(alone.url()));
    for (int i = 0; i < 50; i++) {
      serve(transport, "host" + i, new Endpoints.Named("host" + i));
    }
    assertThat(call(client(transport), "who", Map.of())).isNotNull();

    assertThat(alone.connections()).isEqualTo(2);
  }

  @Test
  void closing_leaves_no_private_queue_and_no_thread() {
    VirtualHost alone = vhost.server().newVhost();
    closing(alone);
    Transport transport =
        Transport.builder().url(alone.url()).exchange(exchange).responseTimeout(SOON).open();
    serve(transport, "host1", new Endpoints.Echo());
    assertThat(call(client(transport), "add", Map.of("x", 1, "y", 2))).isEqualTo(3);

    transport.close();

    assertThat(alone.queues())
        .extracting(VirtualHost.Queue::name)
        .containsExactlyInAnyOrder(topic, topic + ".host1");
    await().atMost(SOON).until(() -> alone.connections() == 0);
  }
}
