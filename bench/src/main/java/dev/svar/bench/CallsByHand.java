package dev.svar.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a team writes without a library: a client and a server of the same wire format, with the
 * same queues and properties, as directly as it goes. It recovers from nothing, limits nothing, and
 * its server runs methods on the thread that consumes.
 */
final class CallsByHand implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String TOPIC = "bench_by_hand";

  private final Map<String, CompletableFuture<Map<?, ?>>> waiting = new ConcurrentHashMap<>();
  private final Connection clientConnection;
  private final Connection serverConnection;
  private final Channel requests;
  private final String replyQueue = "reply_" + hex();

  CallsByHand(String host, int port, String vhost) throws Exception {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setHost(host);
    factory.setPort(port);
    factory.setVirtualHost(vhost);
    serverConnection = factory.newConnection();
    serve(serverConnection.createChannel());
    clientConnection = factory.newConnection();
    requests = clientConnection.createChannel();
    Channel replies = clientConnection.createChannel();
    replies.queueDeclare(replyQueue, false, false, false, Map.of("x-expires", 1_800_000));
    replies.basicConsume(
        replyQueue,
        false,
        new DefaultConsumer(replies) {
          @Override
          public void handleDelivery(
              String tag, Envelope envelope, BasicProperties properties, byte[] body)
              throws IOException {
            replies.basicAck(envelope.getDeliveryTag(), false);
            Map<?, ?> reply = unwrapped(body);
            CompletableFuture<Map<?, ?>> call = waiting.remove(reply.get("_msg_id"));
            if (call != null) {
              call.complete(reply);
            }
          }
        });
  }

  private static void serve(Channel channel) throws IOException {
    channel.exchangeDeclare("bench", "topic", false, false, Map.of());
    channel.queueDeclare(TOPIC, false, false, false, Map.of());
    channel.queueBind(TOPIC, "bench", TOPIC);
    channel.basicQos(64);
    channel.basicConsume(
        TOPIC,
        false,
        new DefaultConsumer(channel) {
          @Override
          public void handleDelivery(
              String tag, Envelope envelope, BasicProperties properties, byte[] body)
              throws IOException {
            channel.basicAck(envelope.getDeliveryTag(), false);
            Map<?, ?> request = unwrapped(body);
            Map<String, Object> reply = new LinkedHashMap<>();
            reply.put("result", requireNonNull((Map<?, ?>) request.get("args")).get("value"));
            reply.put("failure", null);
            reply.put("ending", true);
            reply.put("_msg_id", request.get("_msg_id"));
            reply.put("_unique_id", hex());
            channel.basicPublish(
                "", (String) request.get("_reply_q"), true, properties(null), wrapped(reply));
          }
        });
  }

  @Nullable Object call(String method, Map<String, ?> args) throws Exception {
    String id = hex();
    CompletableFuture<Map<?, ?>> call = new CompletableFuture<>();
    waiting.put(id, call);
    Map<String, Object> request = new LinkedHashMap<>();
    request.put("method", method);
    request.put("args", args);
    request.put("_msg_id", id);
    request.put("_reply_q", replyQueue);
    request.put("_timeout", null);
    request.put("_unique_id", hex());
    byte[] body = wrapped(request);
    synchronized (requests) {
      requests.basicPublish("bench", TOPIC, true, properties("60000"), body);
    }
    return call.get(60, TimeUnit.SECONDS).get("result");
  }

  private static byte[] wrapped(Map<String, ?> inner) {
    return JSON.writeValueAsBytes(
        Map.of("oslo.version", "2.0", "oslo.message", JSON.writeValueAsString(inner)));
  }

  private static Map<?, ?> unwrapped(byte[] body) {
    Map<?, ?> envelope = JSON.readValue(new String(body, UTF_8), Map.class);
    return JSON.readValue((String) envelope.get("oslo.message"), Map.class);
  }

  private static BasicProperties properties(@Nullable String expiration) {
    return new BasicProperties.Builder()
        .contentType("application/json")
        .contentEncoding("utf-8")
        .headers(Map.of())
        .deliveryMode(2)
        .priority(0)
        .expiration(expiration)
        .build();
  }

  private static String hex() {
    return UUID.randomUUID().toString().replace("-", "");
  }

  @Override
  public void close() throws IOException {
    clientConnection.close();
    serverConnection.close();
  }
}
