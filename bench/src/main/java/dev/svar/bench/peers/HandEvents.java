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

/**
 * What a team writes without a library: a publisher with pipelined confirms, and a consumer that
 * acknowledges each event after it was handled. It recovers from nothing.
 */
public final class HandEvents implements Publisher {
  private static final String QUEUE = "bench_hand_events.info";

  private final HandConnection publishing;
  private final HandConnection consuming;
  private final HandConfirms confirms;
  private final LongAdder sent = new LongAdder();
  private final LongAdder handled = new LongAdder();

  /** Each on a connection of its own. */
  public HandEvents(String url) throws Exception {
    publishing = new HandConnection(url);
    consuming = new HandConnection(url);
    confirms = new HandConfirms(publishing.channel());
    Channel channel = consuming.channel();
    HandConnection.declare(channel, QUEUE);
    channel.basicQos(64);
    channel.basicConsume(
        QUEUE,
        false,
        Map.of(),
        new DefaultConsumer(channel) {
          @Override
          public void handleDelivery(
              String tag, Envelope envelope, BasicProperties properties, byte[] body)
              throws IOException {
            if (EventText.payload(body) != null) {
              handled.increment();
            }
            channel.basicAck(envelope.getDeliveryTag(), false);
          }
        });
  }

  @Override
  public String name() {
    return Semantics.SAME.name();
  }

  @Override
  public String settings() {
    return "pipelined confirms over one channel; prefetch 64, each event acknowledged after it was"
        + " handled, on the thread that consumes";
  }

  @Override
  public void call(Payload payload) throws Exception {
    callAsync(payload).get(60, TimeUnit.SECONDS);
  }

  @Override
  public CompletableFuture<Void> callAsync(Payload payload) throws IOException {
    sent.increment();
    return confirms.publish(
        HandConnection.EXCHANGE,
        QUEUE,
        HandConnection.properties(null).build(),
        EventText.of(payload.value()));
  }

  @Override
  public boolean isAsync() {
    return true;
  }

  @Override
  public void settle() throws InterruptedException {
    Progress.await(handled::sum, sent.sum());
  }

  @Override
  public void close() throws IOException {
    publishing.close();
    consuming.close();
  }
}
