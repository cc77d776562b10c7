package dev.svar.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ConfirmCallback;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import java.io.IOException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a team writes without a library: a publisher with pipelined confirms, as RabbitMQ's own
 * tutorial has it, and a consumer that acknowledges each event after it was handled. The same wire
 * format, queue and properties; it recovers from nothing.
 */
final class EventsByHand implements EventThroughput.Bus {
  private static final JsonMapper JSON = new JsonMapper();
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
            Map<?, ?> outer = JSON.readValue(new String(body, UTF_8), Map.class);
            Map<?, ?> event = JSON.readValue((String) outer.get("oslo.message"), Map.class);
            CountDownLatch latch = handled;
            if (event.get("payload") != null && latch != null) {
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
      byte[] body = message(payload);
      room.acquire();
      outstanding.put(channel.getNextPublishSeqNo(), true);
      channel.basicPublish("bench", QUEUE, false, properties(), body);
    }
    room.acquire(OUTSTANDING);
    room.release(OUTSTANDING);
    latch.await();
  }

  private static byte[] message(Map<String, ?> payload) {
    Map<String, Object> message = new LinkedHashMap<>();
    message.put("message_id", UUID.randomUUID().toString());
    message.put("publisher_id", "bench");
    message.put("event_type", "bench.event");
    message.put("priority", "INFO");
    message.put("payload", payload);
    message.put("timestamp", LocalDateTime.now(ZoneOffset.UTC).toString().replace('T', ' '));
    message.put("_unique_id", UUID.randomUUID().toString().replace("-", ""));
    return JSON.writeValueAsBytes(
        Map.of("oslo.version", "2.0", "oslo.message", JSON.writeValueAsString(message)));
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
