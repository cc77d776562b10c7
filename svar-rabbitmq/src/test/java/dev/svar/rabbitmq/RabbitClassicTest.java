package dev.svar.rabbitmq;

import dev.svar.Transport;
import dev.svar.testkit.classic.ClassicCallContract;
import dev.svar.testkit.classic.ClassicCastContract;
import dev.svar.testkit.classic.ClassicConsumerContract;
import dev.svar.testkit.classic.ClassicNotifierContract;
import dev.svar.testkit.rabbit.RabbitBroker;
import dev.svar.testkit.rabbit.RabbitServer;
import dev.svar.testkit.rabbit.VirtualHost;
import dev.svar.testkit.rpc.Bus;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;

/** The verbs of openstack.common.rpc over RabbitMQ. */
@RabbitBroker
class RabbitClassicTest {
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
  class Calls extends ClassicCallContract implements OnRabbit {}

  @Nested
  class Casts extends ClassicCastContract implements OnRabbit {}

  @Nested
  class Consumers extends ClassicConsumerContract implements OnRabbit {}

  @Nested
  class Notifiers extends ClassicNotifierContract implements OnRabbit {}
}
