package dev.svar.testkit.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.svar.testkit.net.LoopbackPorts;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KafkaBrokerTest {
  @TempDir Path directory;

  @Test
  void a_broker_that_is_stopped_and_started_again_has_its_port_and_its_topics() throws Exception {
    try (KafkaBroker broker = KafkaBroker.start(directory)) {
      int port = broker.port();
      try (Admin admin = admin(broker)) {
        admin
            .createTopics(List.of(new NewTopic("kept", Optional.empty(), Optional.empty())))
            .all()
            .get(30, TimeUnit.SECONDS);
      }

      broker.stop();
      assertThatThrownBy(() -> new Socket(LoopbackPorts.loopback(), port).close())
          .isInstanceOf(java.net.ConnectException.class);
      broker.startAgain();

      assertThat(broker.port()).isEqualTo(port);
      try (Admin admin = admin(broker)) {
        Set<String> topics = admin.listTopics().names().get(30, TimeUnit.SECONDS);
        assertThat(topics).contains("kept");
      }
    }
  }

  @Test
  void a_url_has_the_credentials() {
    try (KafkaBroker broker =
        KafkaBroker.builder(directory).credentials("svar", "secret").start()) {
      assertThat(broker.url()).isEqualTo("kafka://svar:secret@127.0.0.1:" + broker.port() + "/");
    }
  }

  private static Admin admin(KafkaBroker broker) {
    return Admin.create(Map.of("bootstrap.servers", broker.address()));
  }
}
