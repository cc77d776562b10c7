package dev.svar.bench.peers;

import static java.util.Objects.requireNonNull;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;

/**
 * What a team writes without a library: a server of the same wire format, as directly as it goes.
 * It recovers from nothing, and runs methods on the thread that consumes, unless it is to have
 * workers.
 */
final class HandServer implements Role {
  private final HandConnection connection;
  private final Channel replies;
  private final Semantics semantics;
  private final ExecutorService workers = Executors.newFixedThreadPool(Semantics.WORKERS);
  private final LongAdder taken = new LongAdder();

  HandServer(String url, String topic, Semantics semantics) throws Exception {
    this.semantics = semantics;
    connection = new HandConnection(url, semantics.io());
    replies = connection.publishing(semantics.confirms());
    Channel requests = connection.channel();
    HandConnection.declare(requests, topic);
    requests.basicQos(semantics.prefetch());
    requests.basicConsume(topic, semantics.requestsAtOnce() == 0, Map.of(), new Requests(requests));
  }

  /** How many casts it took. */
  long taken() {
    return taken.sum();
  }

  private final class Requests extends DefaultConsumer {
    Requests(Channel channel) {
      super(channel);
    }

    @Override
    public void handleDelivery(
        String tag, Envelope envelope, BasicProperties properties, byte[] body) throws IOException {
      int atOnce = semantics.requestsAtOnce();
      if (atOnce > 0 && envelope.getDeliveryTag() % atOnce == 0) {
        getChannel().basicAck(envelope.getDeliveryTag(), atOnce > 1);
      }
      if (semantics.io().hasWorkers()) {
        workers.execute(() -> handle(properties, body));
      } else {
        answer(properties, body);
      }
    }

    private void handle(BasicProperties properties, byte[] body) {
      try {
        answer(properties, body);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private void answer(BasicProperties properties, byte[] body) throws IOException {
      Map<?, ?> request = Wire.unwrapped(body);
      Object value = Wire.value(request);
      Object id = request.get("_msg_id");
      if (id != null) {
        String queue = requireNonNull((String) request.get("_reply_q"));
        byte[] reply = Wire.reply(id, value);
        synchronized (replies) {
          replies.basicPublish(
              "",
              properties.getReplyTo() != null ? properties.getReplyTo() : queue,
              semantics.mandatory(),
              HandConnection.properties(null).deliveryMode(semantics.deliveryMode()).build(),
              reply);
        }
      } else if (value != null) {
        taken.increment();
      }
    }
  }

  @Override
  public void close() throws IOException {
    connection.close();
    workers.shutdown();
  }
}
