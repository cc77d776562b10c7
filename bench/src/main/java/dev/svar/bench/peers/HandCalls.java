package dev.svar.bench.peers;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import dev.svar.bench.measure.Caller;
import dev.svar.bench.measure.Payload;
import dev.svar.bench.peers.Semantics.ReplyQueue;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * What a team writes without a library: calls in the same wire format, any number of them under way
 * over one channel. It recovers from nothing and limits nothing.
 */
public final class HandCalls implements Caller {
  private static final String DIRECT = "amq.rabbitmq.reply-to";
  private static final String EXPIRATION = "60000";

  private final Map<Object, CompletableFuture<Map<?, ?>>> waiting = new ConcurrentHashMap<>();
  private final Semantics semantics;
  private final String topic;
  private final Role server;
  private final HandConnection connection;
  private final Channel requests;
  private final String replyQueue;

  private HandCalls(String url, Semantics semantics, Role server) throws Exception {
    this.semantics = semantics;
    this.server = server;
    topic = topic(semantics);
    connection = new HandConnection(url, semantics.io());
    requests = connection.publishing(semantics.confirms());
    if (semantics.replyQueue() == ReplyQueue.DIRECT) {
      replyQueue = DIRECT;
      consume(requests);
    } else {
      Channel replies = connection.channel();
      replyQueue = "reply_" + Wire.id();
      boolean exclusive = semantics.replyQueue() == ReplyQueue.EXCLUSIVE;
      replies.queueDeclare(replyQueue, false, exclusive, false, Map.of("x-expires", 1_800_000));
      consume(replies);
    }
  }

  /** Client and server in this JVM, each with a connection of its own. */
  public static HandCalls open(String url, Semantics semantics) throws Exception {
    return new HandCalls(url, semantics, serve(url, semantics));
  }

  /** The client here, the server elsewhere. */
  public static HandCalls open(String url, Semantics semantics, Role server) throws Exception {
    return new HandCalls(url, semantics, server);
  }

  /** The server alone. */
  public static Role serve(String url, Semantics semantics) throws Exception {
    return new HandServer(url, topic(semantics), semantics);
  }

  private static String topic(Semantics semantics) {
    return "bench_" + semantics.name().replaceAll("\\W+", "_");
  }

  private void consume(Channel channel) throws IOException {
    int atOnce = semantics.repliesAtOnce();
    channel.basicConsume(
        replyQueue,
        atOnce == 0,
        Map.of(),
        new DefaultConsumer(channel) {
          @Override
          public void handleDelivery(
              String tag, Envelope envelope, BasicProperties properties, byte[] body)
              throws IOException {
            long number = envelope.getDeliveryTag();
            if (atOnce > 0 && number % atOnce == 0) {
              channel.basicAck(number, true);
            }
            Map<?, ?> reply = Wire.unwrapped(body);
            CompletableFuture<Map<?, ?>> call = waiting.remove(reply.get("_msg_id"));
            if (call != null) {
              call.complete(reply);
            }
          }
        });
  }

  @Override
  public String name() {
    return semantics.name();
  }

  @Override
  public String settings() {
    return semantics.settings();
  }

  @Override
  public void call(Payload payload) throws Exception {
    if (callAsync(payload).get(60, TimeUnit.SECONDS).get("result") == null) {
      throw new IllegalStateException("no result");
    }
  }

  @Override
  public CompletableFuture<Map<?, ?>> callAsync(Payload payload) throws IOException {
    String id = Wire.id();
    CompletableFuture<Map<?, ?>> call = new CompletableFuture<>();
    waiting.put(id, call);
    byte[] body = Wire.request("echo", payload.args(), id, replyQueue);
    BasicProperties properties =
        HandConnection.properties(EXPIRATION)
            .deliveryMode(semantics.deliveryMode())
            .replyTo(replyQueue.equals(DIRECT) ? DIRECT : null)
            .build();
    synchronized (requests) {
      requests.basicPublish(
          HandConnection.EXCHANGE, topic, semantics.mandatory(), properties, body);
    }
    return call;
  }

  @Override
  public boolean isAsync() {
    return true;
  }

  @Override
  public List<ProcessHandle> processes() {
    return server.processes();
  }

  @Override
  public void close() throws IOException {
    connection.close();
    server.close();
  }
}
