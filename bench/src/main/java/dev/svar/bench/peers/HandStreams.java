package dev.svar.bench.peers;

import static java.util.Objects.requireNonNull;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import dev.svar.bench.measure.Contestant;
import dev.svar.bench.measure.Latencies;
import dev.svar.bench.measure.Load;
import dev.svar.bench.measure.Payload;
import dev.svar.bench.measure.Work;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Streams of items by hand: the server publishes one reply after the other to the client's queue.
 * Nothing holds it back, and nothing tells the order.
 */
public final class HandStreams implements Contestant {
  private static final String TOPIC = "bench_hand_streams";

  private final HandConnection serving;
  private final HandConnection calling;
  private final Channel requests;
  private final String replyQueue = "reply_" + Wire.id();
  private volatile @Nullable CountDownLatch expected;

  /** Client and server, each on a connection of its own. */
  public HandStreams(String url) throws Exception {
    serving = new HandConnection(url);
    Channel replies = serving.publishing(true);
    Channel server = serving.channel();
    HandConnection.declare(server, TOPIC);
    server.basicQos(64);
    server.basicConsume(TOPIC, false, Map.of(), new Server(server, replies));
    calling = new HandConnection(url);
    requests = calling.publishing(true);
    Channel client = calling.channel();
    client.queueDeclare(replyQueue, false, false, false, Map.of("x-expires", 1_800_000));
    client.basicQos(1000);
    client.basicConsume(replyQueue, false, Map.of(), new Client(client));
  }

  private static final class Server extends DefaultConsumer {
    private final Channel replies;

    Server(Channel channel, Channel replies) {
      super(channel);
      this.replies = replies;
    }

    @Override
    public void handleDelivery(
        String tag, Envelope envelope, BasicProperties properties, byte[] body) throws IOException {
      getChannel().basicAck(envelope.getDeliveryTag(), false);
      Map<?, ?> request = Wire.unwrapped(body);
      String queue = requireNonNull((String) request.get("_reply_q"));
      for (int i = 0; i < SvarStreams.ITEMS; i++) {
        replies.basicPublish(
            "",
            queue,
            true,
            HandConnection.properties(null).build(),
            Wire.reply(request.get("_msg_id"), Wire.value(request)));
      }
    }
  }

  private final class Client extends DefaultConsumer {
    Client(Channel channel) {
      super(channel);
    }

    @Override
    public void handleDelivery(
        String tag, Envelope envelope, BasicProperties properties, byte[] body) throws IOException {
      getChannel().basicAck(envelope.getDeliveryTag(), false);
      CountDownLatch latch = expected;
      if (Wire.unwrapped(body).get("result") != null && latch != null) {
        latch.countDown();
      }
    }
  }

  @Override
  public String name() {
    return Semantics.SAME.name();
  }

  @Override
  public String settings() {
    return "replies published in a row with confirms that nobody awaits, mandatory, each"
        + " acknowledged; no credit: nothing holds the server back";
  }

  @Override
  public Work run(Load load, Payload payload, Duration duration, Latencies latencies)
      throws Exception {
    long begin = System.nanoTime();
    long items = 0;
    while (System.nanoTime() - begin < duration.toNanos()) {
      CountDownLatch latch = new CountDownLatch(SvarStreams.ITEMS);
      expected = latch;
      requests.basicPublish(
          HandConnection.EXCHANGE,
          TOPIC,
          true,
          HandConnection.properties(null).build(),
          Wire.request("repeat", payload.args(), Wire.id(), replyQueue));
      if (!latch.await(60, TimeUnit.SECONDS)) {
        throw new IllegalStateException(latch.getCount() + " items did not come");
      }
      items += SvarStreams.ITEMS;
    }
    return new Work(items, System.nanoTime() - begin);
  }

  @Override
  public void close() throws IOException {
    calling.close();
    serving.close();
  }
}
