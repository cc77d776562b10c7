package dev.svar.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.svar.ConfigurationException;
import dev.svar.Context;
import dev.svar.Counter;
import dev.svar.Target;
import dev.svar.Transport;
import dev.svar.driver.Capability;
import dev.svar.notify.NotificationListener;
import dev.svar.notify.Priority;
import dev.svar.notify.RedeliveryPolicy;
import dev.svar.rpc.RpcClient;
import dev.svar.rpc.RpcServer;
import dev.svar.testkit.kafka.KafkaBroker;
import dev.svar.testkit.notify.BatchContract;
import dev.svar.testkit.notify.ListenerContract;
import dev.svar.testkit.notify.NotifierContract;
import dev.svar.testkit.notify.RedeliveryContract;
import dev.svar.testkit.rpc.Bus;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Events over Kafka, and what it has none of. */
class KafkaEventsTest {

  interface OnKafka extends Bus {
    @Override
    default Transport.Builder transport() {
      // Each group of these tests reads what was sent before it came, and meets at once.
      return Transport.builder()
          .url(KafkaBroker.shared().url())
          .option("svar_auto_offset_reset", "earliest")
          .option("svar_client_properties", "heartbeat.interval.ms:100");
    }
  }

  @Nested
  class Notifiers extends NotifierContract implements OnKafka {}

  @Nested
  class Listeners extends ListenerContract implements OnKafka {
    @Override
    protected Set<Capability> lacks() {
      return Set.of(Capability.SCOPED_TOPICS);
    }
  }

  @Nested
  class Batches extends BatchContract implements OnKafka {}

  @Nested
  class Redelivery extends RedeliveryContract implements OnKafka {
    @Override
    protected Set<Capability> lacks() {
      return Set.of(Capability.RETRY_LATER);
    }
  }

  @Test
  void what_kafka_cannot_do_fails_at_once_and_names_drivers_that_can() {
    try (Transport transport = Transport.open("kafka://127.0.0.1:1")) {
      RpcClient client = RpcClient.builder(transport, Target.of("compute")).build();

      assertThatThrownBy(() -> client.call(Context.EMPTY, "echo", Map.of()))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("has no calls (INBOX)")
          .hasMessageContaining("use memory:// or rabbit://");
      assertThatThrownBy(() -> client.cast(Context.EMPTY, "echo", Map.of()))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("has no casts (TOPIC)");
      assertThatThrownBy(() -> RpcServer.builder(transport, Target.of("compute", "host1")).build())
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("has no servers (TOPIC)");
      assertThatThrownBy(
              () ->
                  NotificationListener.builder(transport, Target.of("notifications"))
                      .redelivery(RedeliveryPolicy.attempts(2))
                      .on(Priority.INFO, event -> {})
                      .build())
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("has no delayed redelivery (RETRY_LATER)");
      assertThat(transport.counts().of(Counter.CONNECTED)).isZero();
    }
  }
}
