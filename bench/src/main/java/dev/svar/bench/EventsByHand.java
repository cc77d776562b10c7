package dev.svar.bench;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ConfirmCallback;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * What a team writes without a library: a publisher with pipelined confirms, as RabbitMQ's own
 * tutorial has it, and a consumer that acknowledges each event after it was handled. The same wire
 * format, queue and properties; it recovers from nothing.
 */
final class EventsByHand implements EventThroughput.Bus {
  private static final String QUEUE = "bench_by_hand.info";
  private static final int OUTSTANDING = 4_096;

  private final Connection publishing;
  private final Connection consuming;
  private final Channel channel;
  private final Semaphore room = new Semaphore(OUTSTANDING);
  private final ConcurrentNavigableMap<Long, Boolean> outstanding = new ConcurrentSkipListMap<>();
  private volatile @Nullable CountDownLatch handled;

  EventsByHand(int port) throws Exception {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setHost("127.0.0.1");
    factory.setPort(port);
    publishing = factory.newConnection();
    consuming = factory.newConnection();
    channel = publishing.createChannel();
    declare(channel);
    channel.confirmSelect();
    ConfirmCallback confirmed =
        (tag, multiple) -> {
          if (multiple) {
            Map<Long, Boolean> done = outstanding.headMap(tag, true);
            int count = done.size();
            done.clear();
            room.release(count);
          } else if (outstanding.remove(tag) != null) {
            room.release();
          }
        };
    channel.addConfirmListener(
        confirmed,
        (tag, multiple) -> {
          throw new IOException("refused: " + tag);
        });
    consume(consuming.createChannel());
  }

  private static void declare(Channel on) throws IOException {
    on.exchangeDeclare("bench", "topic", false, false, Map.of());
    on.queueDeclare(QUEUE, false, false, false, Map.of());
    on.queueBind(QUEUE, "bench", QUEUE);
  }

  private void consume(Channel on) throws IOException {
    on.basicQos(64);
    on.basicConsume(
        QUEUE,
        false,
        new DefaultConsumer(on) {
          @Override
          public void handleDelivery(
              String tag, Envelope envelope, BasicProperties properties, byte[] body)
              throws IOException {
            CountDownLatch latch = handled;
            if (EventText.payload(body) != null && latch != null) {
              latch.countDown();
            }
            on.basicAck(envelope.getDeliveryTag(), false);
          }
        });
  }

  @Override
  public void run(Map<String, ?> payload, int events) throws Exception {
    CountDownLatch latch = new CountDownLatch(events);
    handled = latch;
    for (int i = 0; i < events; i++) {
      byte[] body = EventText.of(payload);
      room.acquire();
      outstanding.put(channel.getNextPublishSeqNo(), true);
      channel.basicPublish("bench", QUEUE, false, properties(), body);
    }
    room.acquire(OUTSTANDING);
    room.release(OUTSTANDING);
    latch.await();
  }

  private static BasicProperties properties() {
    return new BasicProperties.Builder()
        .contentType("application/json")
        .contentEncoding("utf-8")
        .headers(Map.of())
        .deliveryMode(2)
        .priority(0)
        .build();
  }

  @Override
  public void close() throws IOException {
    publishing.close();
    consuming.close();
  }
}
