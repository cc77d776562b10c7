package dev.svar.rabbitmq;

import dev.svar.Transport;
import dev.svar.driver.Capability;
import dev.svar.testkit.notify.BatchContract;
import dev.svar.testkit.notify.ListenerContract;
import dev.svar.testkit.notify.NotifierContract;
import dev.svar.testkit.notify.RedeliveryContract;
import dev.svar.testkit.rabbit.RabbitBroker;
import dev.svar.testkit.rabbit.RabbitServer;
import dev.svar.testkit.rabbit.VirtualHost;
import dev.svar.testkit.rpc.Bus;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;

/** Events over RabbitMQ. */
@RabbitBroker
class RabbitEventsTest {
  private static VirtualHost vhost;

  @BeforeAll
  static void open(RabbitServer server) {
    vhost = server.newVhost();
  }

  @AfterAll
  static void close() {
    vhost.close();
  }

  interface OnRabbit extends Bus {
    @Override
    default Transport.Builder transport() {
      return Transport.builder().url(vhost.url());
    }
  }

  @Nested
  class Notifiers extends NotifierContract implements OnRabbit {}

  @Nested
  class Listeners extends ListenerContract implements OnRabbit {
    @Override
    protected Set<Capability> lacks() {
      return Set.of(Capability.SCOPED_TOPICS);
    }
  }

  @Nested
  class Batches extends BatchContract implements OnRabbit {}

  @Nested
  class Redelivery extends RedeliveryContract implements OnRabbit {}
}
