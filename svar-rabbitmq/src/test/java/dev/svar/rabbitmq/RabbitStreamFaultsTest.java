package dev.svar.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.svar.CallTimeoutException;
import dev.svar.Context;
import dev.svar.Transport;
import dev.svar.rpc.RpcClient;
import dev.svar.testkit.net.FaultProxy;
import dev.svar.testkit.rabbit.RabbitBroker;
import dev.svar.testkit.rabbit.RabbitServer;
import dev.svar.testkit.rabbit.VirtualHost;
import dev.svar.testkit.rpc.Bus;
import dev.svar.testkit.rpc.EndToEnd;
import dev.svar.testkit.rpc.Streaming;
import java.time.Duration;
import java.util.Iterator;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What becomes of a stream when connections fail or its server dies. */
@RabbitBroker
class RabbitStreamFaultsTest extends EndToEnd implements Bus {
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

  @Test
  void every_item_comes_once_and_in_order_while_all_connections_are_lost_again_and_again() {
    serve("host1", new Streaming());

    try (Stream<Object> answers = client().multicall(Context.EMPTY, "count", Map.of("n", 6_000))) {
      Iterator<Object> items = answers.iterator();
      for (int i = 0; i < 6_000; i++) {
        if (i == 1_000 || i == 3_000) {
          vhost.closeConnections("test");
        }
        assertThat(items.next()).isEqualTo(i);
      }
      assertThat(items.hasNext()).isFalse();
    }
  }

  @Test
  void a_server_that_dies_in_mid_stream_is_noticed_by_the_timeout() throws Exception {
    try (FaultProxy proxy = FaultProxy.open(vhost.server().port())) {
      Streaming streaming = new Streaming();
      Transport serving =
          open(
              builder ->
                  builder.url(
                      vhost.url().replace(":" + vhost.server().port(), ":" + proxy.port())));
      serve(serving, "host1", streaming);
      Transport calling = open();
      RpcClient client = client(calling).prepare().timeout(Duration.ofSeconds(1)).build();
      try (Stream<Object> answers = client.multicall(Context.EMPTY, "endless", Map.of())) {
        Iterator<Object> items = answers.iterator();
        assertThat(items.next()).isEqualTo(0);

        proxy.refuse();
        proxy.cut();

        assertThatThrownBy(() -> items.forEachRemaining(item -> {}))
            .isInstanceOf(CallTimeoutException.class)
            .hasMessageContaining("No further item of endless to " + exchange + "/" + topic)
            .hasMessageContaining("The method is slow, or its server has died");
      }
      serving.close(Duration.ofMillis(500));
    }
  }
}
