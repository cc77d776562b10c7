package dev.svar.rabbitmq;

import dev.svar.driver.Driver;
import dev.svar.driver.DriverConfig;
import dev.svar.driver.DriverEvents;
import dev.svar.driver.DriverProvider;
import dev.svar.driver.Option;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Serves {@code rabbit://} and its other name {@code kombu://}: RabbitMQ over AMQP 0-9-1. */
public final class RabbitDriverProvider implements DriverProvider {

  /** For {@link java.util.ServiceLoader}. */
  public RabbitDriverProvider() {}

  @Override
  public Set<String> schemes() {
    return Set.of("rabbit", "kombu");
  }

  @Override
  public String optionGroup() {
    return "oslo_messaging_rabbit";
  }

  @Override
  public List<Option<?>> options() {
    return RabbitOptions.ALL;
  }

  @Override
  public Map<String, String> removedOptions() {
    return RabbitOptions.removed();
  }

  @Override
  public Driver open(DriverConfig config, DriverEvents events) {
    return new RabbitDriver(config, events);
  }
}
