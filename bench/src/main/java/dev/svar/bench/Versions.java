package dev.svar.bench;

import com.rabbitmq.client.impl.ClientVersion;
import dev.svar.bench.broker.Brokers;
import dev.svar.bench.peers.PythonCalls;
import io.grpc.ManagedChannel;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.jspecify.annotations.Nullable;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import tools.jackson.databind.json.JsonMapper;

/** Which versions were measured. */
final class Versions {
  private Versions() {}

  static void add(Map<String, String> facts, Brokers brokers) {
    if (!brokers.rabbitVersion().isEmpty()) {
      facts.put("RabbitMQ", brokers.rabbitVersion());
    }
    facts.put("amqp-client", ClientVersion.VERSION);
    facts.put("Spring AMQP", ofJar(RabbitTemplate.class));
    facts.put("Vert.x", ofJar(Vertx.class));
    facts.put("gRPC", ofJar(ManagedChannel.class));
    facts.put("Kafka, broker and clients", ofJar(KafkaProducer.class));
    facts.put("Jackson", ofJar(JsonMapper.class));
    PythonCalls.version().ifPresent(version -> facts.put("oslo.messaging", version));
  }

  /** What the name of the jar ends with, such as 4.1.2. */
  private static String ofJar(Class<?> of) {
    @Nullable CodeSource source = of.getProtectionDomain().getCodeSource();
    if (source == null) {
      return "?";
    }
    String name = String.valueOf(Path.of(source.getLocation().getPath()).getFileName());
    return name.replaceFirst(".*-(\\d.*)\\.jar", "$1");
  }
}
