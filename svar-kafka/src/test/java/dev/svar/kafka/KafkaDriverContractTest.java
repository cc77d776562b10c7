package dev.svar.kafka;

import dev.svar.driver.Address;
import dev.svar.driver.Driver;
import dev.svar.driver.DriverEvents;
import dev.svar.testkit.DriverContract;
import dev.svar.testkit.kafka.KafkaBroker;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Tag;

/**
 * What every driver does, of Kafka's. Groups begin at the beginning of a topic, because the suite
 * sends before somebody listens, and each test has a group of its own.
 */
@Tag("broker")
final class KafkaDriverContractTest extends DriverContract {
  private final String group = "contract_" + UUID.randomUUID();

  @Override
  protected Driver open(DriverEvents events) {
    return Drivers.open(
        KafkaBroker.shared(),
        events,
        Map.of(
            "consumer_group",
            group,
            "svar_auto_offset_reset",
            "earliest",
            "svar_client_properties",
            "heartbeat.interval.ms:100"));
  }

  @Override
  protected Address queue(String name) {
    return new Address.Events("svar", name, null);
  }
}
