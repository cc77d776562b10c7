package dev.svar.rabbitmq;

import static dev.svar.rabbitmq.Station.DEMO;
import static dev.svar.rabbitmq.Station.get;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.svar.Context;
import dev.svar.classic.Connection;
import dev.svar.classic.RpcBackend;
import dev.svar.classic.RpcOptions;
import dev.svar.driver.DriverConfig;
import dev.svar.driver.DriverException.Outcome;
import dev.svar.testkit.net.TlsCertificates;
import dev.svar.testkit.rabbit.RabbitBroker;
import dev.svar.testkit.rabbit.RabbitServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@RabbitBroker
final class TlsTest {
  @TempDir private static Path folder;
  private static TlsCertificates certificates;
  private static RabbitServer server;

  @BeforeAll
  static void start() {
    certificates = TlsCertificates.create(folder);
    server = RabbitServer.builder().tls(certificates).start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Station station(int port, String... options) {
    Map<String, String> all = new HashMap<>(Map.of("ssl", "true"));
    for (int i = 0; i < options.length; i += 2) {
      all.put(options[i], options[i + 1]);
    }
    return new Station(null, all, port);
  }

  private static void works(Station station) throws Exception {
    station.listen(1, DEMO);
    station.send(DEMO, "m");
    assertThat(station.text()).isEqualTo("m");
  }

  @Test
  void without_a_ca_file_it_is_encrypted_and_says_that_nothing_is_checked() throws Exception {
    try (Station station = station(server.tlsPort())) {
      works(station);
      assertThat(station.events.lines)
          .contains(
              "degraded ssl without ssl_ca_file: the connection is encrypted, but the broker's"
                  + " certificate is not checked");
    }
  }

  @Test
  void with_a_ca_file_the_broker_is_checked() throws Exception {
    try (Station station = station(server.tlsPort(), "ssl_ca_file", certificates.ca().toString())) {
      works(station);
      assertThat(station.events.count("degraded")).isZero();
    }
  }

  @Test
  void a_broker_of_another_authority_is_not_talked_to() throws Exception {
    Path other = Files.createDirectory(folder.resolve("other"));
    try (Station station =
        station(server.tlsPort(), "ssl_ca_file", TlsCertificates.create(other).ca().toString())) {
      var failure = Station.failure(station.driver.connect());
      assertThat(failure.outcome()).isEqualTo(Outcome.NOT_SENT);
      assertThat(failure).hasMessageContaining("Check ssl_ca_file");
    }
  }

  @Test
  void a_client_can_show_a_certificate() throws Exception {
    try (Station station = client(certificates.clientKey(), "ssl_version", "tlsv1_2")) {
      works(station);
    }
  }

  @Test
  void a_key_may_be_in_the_older_format() throws Exception {
    Path older = folder.resolve("older.pem");
    Process openssl =
        new ProcessBuilder(
                "openssl",
                "rsa",
                "-traditional",
                "-in",
                certificates.clientKey().toString(),
                "-out",
                older.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(openssl.getInputStream().readAllBytes(), UTF_8);
    assertThat(openssl.waitFor()).as(said).isZero();
    assertThat(older).content().startsWith("-----BEGIN RSA PRIVATE KEY-----");

    try (Station station = client(older)) {
      works(station);
    }
  }

  /** The plugin's code is enough; to start it would take a server of its own. */
  @Test
  void the_certificate_can_be_the_login() throws Exception {
    server.eval(
        """
        true = code:add_patha(filename:join(hd(filelib:wildcard(filename:join(\
        filename:dirname(code:lib_dir(rabbit)), "rabbitmq_auth_mechanism_ssl-*"))), "ebin")), \
        ok = rabbit_registry:register(auth_mechanism, <<"EXTERNAL">>, rabbit_auth_mechanism_ssl), \
        ok = application:set_env(rabbit, ssl_cert_login_from, common_name), \
        ok = application:set_env(rabbit, auth_mechanisms, ['PLAIN', 'AMQPLAIN', 'EXTERNAL']), \
        rabbit_auth_backend_internal:add_user(<<"client">>, <<"no password">>, <<"svar">>), \
        rabbit_auth_backend_internal:set_permissions(<<"client">>, <<"/">>, \
        <<".*">>, <<".*">>, <<".*">>, <<"svar">>)""");

    try (Station station = client(certificates.clientKey(), "rabbit_login_method", "EXTERNAL")) {
      works(station);
      assertThat(
              server.eval(
                  "[U || [{user, U}] <- rabbit_networking:connection_info_all([user]),"
                      + " U =:= <<\"client\">>]"))
          .contains("client");
    }
  }

  private static Station client(Path key, String... more) {
    List<String> options =
        new ArrayList<>(
            List.of(
                "ssl_ca_file",
                certificates.ca().toString(),
                "ssl_cert_file",
                certificates.clientCertificate().toString(),
                "ssl_key_file",
                key.toString()));
    options.addAll(List.of(more));
    return station(server.tlsPort(), options.toArray(String[]::new));
  }

  @Test
  void the_name_of_the_url_must_be_in_the_certificate() throws Exception {
    // 127.0.0.2 is this host, too, but no certificate says so.
    DriverConfig.Host host = new DriverConfig.Host("127.0.0.2", server.tlsPort(), null, null);
    try (var proxy = Redirect.from("127.0.0.2", server.tlsPort())) {
      Map<String, String> options =
          Map.of("ssl", "true", "ssl_ca_file", certificates.ca().toString());
      DriverConfig.Host through = new DriverConfig.Host(host.name(), proxy.port(), null, null);
      var strict = Drivers.open(List.of(through), null, options, new Events());
      assertThat(Station.failure(strict.connect()))
          .hasMessageContaining("No subject alternative names matching IP address 127.0.0.2");
      get(strict.close());

      Map<String, String> lax = new HashMap<>(options);
      lax.put("ssl_enforce_hostname_verification", "false");
      var driver = Drivers.open(List.of(through), null, lax, new Events());
      get(driver.connect());
      get(driver.close());
    }
  }

  @Test
  void the_older_options_name_version_authority_certificate_and_key() {
    RpcOptions options =
        RpcOptions.builder()
            .option("rabbit_host", "127.0.0.1")
            .option("rabbit_port", server.tlsPort())
            .option("rabbit_use_ssl", "true")
            .option("kombu_ssl_version", "TLSv1_2")
            .option("kombu_ssl_ca_certs", certificates.ca())
            .option("kombu_ssl_certfile", certificates.clientCertificate())
            .option("kombu_ssl_keyfile", certificates.clientKey())
            .build();
    try (RpcBackend rpc = RpcBackend.open(options)) {
      Connection connection = rpc.createConnection();
      connection.createConsumer("tls", (context, version, method, namespace, args) -> method);
      connection.consumeInThread();

      assertThat(rpc.call(Context.EMPTY, "tls", Map.of("method", "safe"))).isEqualTo("safe");
    }
  }

  @Test
  void a_port_without_tls_is_told() throws Exception {
    try (Station station = station(server.port())) {
      assertThat(Station.failure(station.driver.connect()))
          .hasMessageContaining("If the port speaks no TLS");
    }
  }

  @Test
  void a_missing_file_is_named() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> station(1, "ssl_ca_file", "no/such.pem"))
        .withMessageStartingWith("ssl_ca_file: no/such.pem: cannot be read");
  }
}
