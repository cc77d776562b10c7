package dev.svar.bench.scale;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import dev.svar.Context;
import dev.svar.Target;
import dev.svar.Transport;
import dev.svar.bench.measure.Payload;
import dev.svar.rpc.RpcClient;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Calls that stay in flight, because nobody consumes the queue that their requests wait in. Closing
 * deletes the queue.
 */
final class ParkedCalls implements AutoCloseable {
  private static final String EXCHANGE = "bench";
  private static final Duration TIMEOUT = Duration.ofHours(1);

  /** As many requests as are given to the driver before somebody looks whether it wrote them. */
  private static final int AT_A_TIME = 2_000;

  private final String topic;
  private final Connection connection;
  private final Channel channel;
  private final RpcClient client;
  private final List<CompletableFuture<?>> calls = new ArrayList<>();

  /** Parks nothing yet. */
  ParkedCalls(String url, Transport transport, String topic) throws Exception {
    this.topic = topic;
    URI uri = URI.create(url);
    ConnectionFactory factory = new ConnectionFactory();
    factory.setHost(uri.getHost());
    factory.setPort(uri.getPort());
    String[] login = uri.getUserInfo().split(":", 2);
    factory.setUsername(login[0]);
    factory.setPassword(login[1]);
    String vhost = uri.getPath().substring(1);
    factory.setVirtualHost(vhost.isEmpty() ? "/" : vhost);
    connection = factory.newConnection();
    channel = connection.createChannel();
    channel.exchangeDeclare(EXCHANGE, "topic", false, false, Map.of());
    channel.queueDeclare(topic, false, false, false, Map.of());
    channel.queueBind(topic, EXCHANGE, topic);
    client = RpcClient.builder(transport, Target.of(topic)).timeout(TIMEOUT).build();
  }

  /** Begins so many calls, and returns when the broker has all requests. */
  void park(int count, Payload payload) throws Exception {
    long deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
    for (int i = 0; i < count; i++) {
      calls.add(client.callAsync(Context.EMPTY, "echo", payload.args()));
      if (i % AT_A_TIME == AT_A_TIME - 1 || i == count - 1) {
        while (channel.messageCount(topic) < calls.size()) {
          failIfAnyEnded();
          if (System.nanoTime() > deadline) {
            throw new IllegalStateException("the broker does not have " + calls.size());
          }
          TimeUnit.MILLISECONDS.sleep(5);
        }
      }
    }
  }

  private void failIfAnyEnded() {
    for (CompletableFuture<?> call : calls) {
      if (call.isDone()) {
        call.join();
        throw new IllegalStateException("a call was answered by nobody");
      }
    }
  }

  /** Forgets all calls. */
  @Override
  public void close() throws java.io.IOException {
    calls.forEach(call -> call.cancel(false));
    channel.queueDelete(topic);
    connection.close();
  }
}
