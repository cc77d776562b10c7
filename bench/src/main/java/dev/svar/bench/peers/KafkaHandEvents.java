package dev.svar.bench.peers;

import dev.svar.bench.measure.Payload;
import dev.svar.bench.measure.Publisher;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Kafka's own producer and consumer with the settings that the driver gives them. The consumer
 * belongs to a thread of its own.
 */
public final class KafkaHandEvents implements Publisher {
  private static final String TOPIC = "bench_hand_events.info";

  private final KafkaProducer<byte[], byte[]> producer;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Thread reader;
  private final LongAdder sent = new LongAdder();
  private final LongAdder handled = new LongAdder();

  /** For {@code kafka://host:port/}. */
  public KafkaHandEvents(String url) {
    String servers = URI.create(url).getAuthority();
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
    reader = new Thread(this::read, "bench-kafka-by-hand");
    reader.start();
  }

  private void read() {
    try (consumer) {
      consumer.subscribe(List.of(TOPIC));
      while (true) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
          if (EventText.payload(record.value()) != null) {
            handled.increment();
          }
        }
        consumer.commitAsync();
      }
    } catch (WakeupException e) {
      // It is over.
    }
  }

  @Override
  public String name() {
    return Semantics.SAME.name();
  }

  @Override
  public String settings() {
    return "acks=all, idempotent, linger.ms=0; offsets committed after each poll, when its events"
        + " were handled, on the thread that polls";
  }

  @Override
  public void call(Payload payload) throws Exception {
    callAsync(payload).get(60, TimeUnit.SECONDS);
  }

  @Override
  public CompletableFuture<Void> callAsync(Payload payload) {
    sent.increment();
    CompletableFuture<Void> publication = new CompletableFuture<>();
    producer.send(
        new ProducerRecord<>(TOPIC, EventText.of(payload.value())),
        (metadata, failure) -> {
          if (failure != null) {
            publication.completeExceptionally(failure);
          } else {
            publication.complete(null);
          }
        });
    return publication;
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
    producer.close();
    consumer.wakeup();
    try {
      reader.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
