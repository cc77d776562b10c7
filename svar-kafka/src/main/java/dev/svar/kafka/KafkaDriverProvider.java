package dev.svar.kafka;

import dev.svar.driver.Driver;
import dev.svar.driver.DriverConfig;
import dev.svar.driver.DriverEvents;
import dev.svar.driver.DriverProvider;
import dev.svar.driver.Option;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Serves {@code kafka://}: events over Apache Kafka 2.1 or later, no calls. */
public final class KafkaDriverProvider implements DriverProvider {

  /** For {@link java.util.ServiceLoader}. */
  public KafkaDriverProvider() {}

  @Override
  public Set<String> schemes() {
    return Set.of("kafka");
  }

  @Override
  public String optionGroup() {
    return "oslo_messaging_kafka";
  }

  @Override
  public List<Option<?>> options() {
    return KafkaOptions.ALL;
  }

  @Override
  public Map<String, String> removedOptions() {
    return KafkaOptions.removed();
  }

  @Override
  public Driver open(DriverConfig config, DriverEvents events) {
    return new KafkaDriver(config, events);
  }
}
