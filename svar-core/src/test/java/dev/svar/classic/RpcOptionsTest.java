package dev.svar.classic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.svar.ConfigurationException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Options from code, properties and files. */
final class RpcOptionsTest {
  @TempDir private Path folder;

  @Test
  void a_file_properties_and_code_are_read_together() throws Exception {
    Path file = folder.resolve("nova.conf");
    Files.writeString(
        file,
        """
        [DEFAULT]
        rabbit_host = from-file
        rabbit_userid = nova
        rabbit_password = secret
        rpc_response_timeout = 7
        [database]
        connection = mysql://nobody
        """);
    Properties properties = new Properties();
    properties.setProperty("rabbit_host", "from-properties");
    properties.setProperty("user.home", "/");

    RpcOptions options =
        RpcOptions.builder()
            .configFile(file)
            .properties(properties)
            .option("rabbit_port", 5673)
            .build();

    assertThat(options).hasToString("rabbit://nova:***@from-properties:5673/");
    assertThat(options.settings().responseTimeout()).isEqualTo(Duration.ofSeconds(7));
  }

  @Test
  void the_transport_has_what_the_options_say() {
    try (RpcBackend rpc =
        RpcBackend.open(
            RpcOptions.builder()
                .option("fake_rabbit", true)
                .option("control_exchange", "nova")
                .option("rpc_response_timeout", "7")
                .build())) {
      assertThat(rpc).hasToString("memory://fake/");
      assertThat(rpc.transport().exchange()).isEqualTo("nova");
      assertThat(rpc.transport().responseTimeout()).isEqualTo(Duration.ofSeconds(7));
    }
  }

  @Test
  void an_exchange_that_is_configured_wins_over_the_default_that_is_set() {
    try (RpcBackend rpc =
        RpcBackend.open(
            RpcOptions.builder()
                .option("fake_rabbit", true)
                .option("control_exchange", "nova")
                .build())) {
      rpc.setDefaults("cinder");

      assertThat(rpc.controlExchange()).isEqualTo("nova");
    }
  }

  @Test
  void what_is_wrong_is_said_when_the_options_are_built() {
    assertThatThrownBy(() -> RpcOptions.builder().option("rpc_conn_pool_size", 0).build())
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "code: [DEFAULT] rpc_conn_pool_size: \"0\" (expected: a whole number, 1 or more)");
  }
}
