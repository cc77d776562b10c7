package dev.svar.rabbitmq;

import dev.svar.Transport;
import dev.svar.testkit.rabbit.RabbitBroker;
import dev.svar.testkit.rabbit.RabbitServer;
import dev.svar.testkit.rabbit.VirtualHost;
import dev.svar.testkit.rpc.Bus;
import dev.svar.testkit.rpc.CallContract;
import dev.svar.testkit.rpc.CastContract;
import dev.svar.testkit.rpc.FailureContract;
import dev.svar.testkit.rpc.MulticallContract;
import dev.svar.testkit.rpc.ServerContract;
import dev.svar.testkit.rpc.StreamContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;

/** Remote procedure calls over RabbitMQ. */
@RabbitBroker
class RabbitEndToEndTest {
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
  class Calls extends CallContract implements OnRabbit {}

  @Nested
  class Casts extends CastContract implements OnRabbit {}

  @Nested
  class Failures extends FailureContract implements OnRabbit {}

  @Nested
  class Servers extends ServerContract implements OnRabbit {}

  @Nested
  class Multicalls extends MulticallContract implements OnRabbit {}

  @Nested
  class Streams extends StreamContract implements OnRabbit {}
}
