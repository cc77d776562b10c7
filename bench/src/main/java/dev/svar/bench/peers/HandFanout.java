package dev.svar.bench.peers;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import dev.svar.bench.measure.Payload;
import dev.svar.bench.measure.Publisher;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** Messages to every server of a topic by hand: an exchange, and a queue and a channel for each. */
public final class HandFanout implements Publisher {
  private final int servers;
  private final String exchange;
  private final HandConnection serving;
  private final HandConnection publishing;
  private final HandConfirms confirms;
  private final LongAdder sent = new LongAdder();
  private final LongAdder taken = new LongAdder();

  /** One connection with so many servers, another one for the client. */
  public HandFanout(String url, int servers) throws Exception {
    this.servers = servers;
    exchange = "bench_hand_" + servers + "_fanout";
    serving = new HandConnection(url);
    for (int i = 0; i < servers; i++) {
      serve(serving.channel(), exchange + "_" + i);
    }
    publishing = new HandConnection(url);
    confirms = new HandConfirms(publishing.channel());
  }

  private void serve(Channel channel, String queue) throws IOException {
    channel.exchangeDeclare(exchange, "fanout", false, true, Map.of());
    channel.queueDeclare(queue, false, false, false, Map.of("x-expires", 1_800_000));
    channel.queueBind(queue, exchange, "");
    channel.basicQos(64);
    channel.basicConsume(
        queue,
        false,
        Map.of(),
        new DefaultConsumer(channel) {
          @Override
          public void handleDelivery(
              String tag, Envelope envelope, BasicProperties properties, byte[] body)
              throws IOException {
            channel.basicAck(envelope.getDeliveryTag(), false);
            if (Wire.value(Wire.unwrapped(body)) != null) {
              taken.increment();
            }
          }
        });
  }

  @Override
  public String name() {
    return Semantics.SAME.name();
  }

  @Override
  public String settings() {
    return "pipelined confirms; a channel with prefetch 64 for each server, all on one connection;"
        + " each message acknowledged before it is handled";
  }

  @Override
  public void call(Payload payload) throws Exception {
    callAsync(payload).get(60, TimeUnit.SECONDS);
  }

  @Override
  public CompletableFuture<Void> callAsync(Payload payload) throws IOException {
    sent.increment();
    return confirms.publish(
        exchange,
        "",
        HandConnection.properties(null).build(),
        Wire.request("take", payload.args(), null, null));
  }

  @Override
  public boolean isAsync() {
    return true;
  }

  @Override
  public void settle() throws InterruptedException {
    Progress.await(taken::sum, sent.sum() * servers);
  }

  @Override
  public void close() throws IOException {
    publishing.close();
    serving.close();
  }
}
