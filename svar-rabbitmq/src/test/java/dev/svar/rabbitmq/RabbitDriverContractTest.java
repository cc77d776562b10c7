package dev.svar.rabbitmq;

import dev.svar.driver.Driver;
import dev.svar.driver.DriverEvents;
import dev.svar.testkit.DriverContract;
import dev.svar.testkit.rabbit.RabbitBroker;
import dev.svar.testkit.rabbit.VirtualHost;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;

@RabbitBroker
final class RabbitDriverContractTest extends DriverContract {
  private VirtualHost vhost;

  @BeforeEach
  void use(VirtualHost vhost) {
    this.vhost = vhost;
  }

  @Override
  protected Driver open(DriverEvents events) {
    return Drivers.open(vhost.name(), Map.of(), events, vhost.server().port());
  }
}
