package dev.svar.bench;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Kafka's own producer and consumer with the settings that the driver gives them: idempotent, no
 * waiting for batches; offsets committed after each poll, when its events were handled.
 */
final class KafkaEventsByHand implements EventThroughput.Bus {
  private static final String TOPIC = "bench_by_hand.info";

  private final KafkaProducer<byte[], byte[]> producer;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Thread reader;
  private volatile @Nullable CountDownLatch handled;

  KafkaEventsByHand(String servers) {
    producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", servers, "acks", "all", "linger.ms", 0),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                servers,
                "group.id",
                "bench_by_hand",
                "enable.auto.commit",
                false,
                "auto.offset.reset",
                "earliest"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    reader = new Thread(this::read, "bench-by-hand");
    reader.start();
  }

  private void read() {
    try (consumer) {
      consumer.subscribe(List.of(TOPIC));
      while (true) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
          CountDownLatch latch = handled;
          if (EventText.payload(record.value()) != null && latch != null) {
            latch.countDown();
          }
        }
        consumer.commitAsync();
      }
    } catch (WakeupException e) {
      // It is over.
    }
  }

  @Override
  public void run(Map<String, ?> payload, int events) throws Exception {
    CountDownLatch latch = new CountDownLatch(events);
    CountDownLatch confirmed = new CountDownLatch(events);
    AtomicReference<@Nullable Exception> failed = new AtomicReference<>();
    handled = latch;
    for (int i = 0; i < events; i++) {
      producer.send(
          new ProducerRecord<>(TOPIC, EventText.of(payload)),
          (metadata, failure) -> {
            if (failure != null) {
              failed.set(failure);
            }
            confirmed.countDown();
          });
    }
    confirmed.await();
    Exception failure = failed.get();
    if (failure != null) {
      throw failure;
    }
    latch.await();
  }

  @Override
  public void close() {
    producer.close();
    consumer.wakeup();
  }
}
