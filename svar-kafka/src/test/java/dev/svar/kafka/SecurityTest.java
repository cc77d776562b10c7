package dev.svar.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.svar.driver.Driver;
import dev.svar.driver.DriverConfig;
import dev.svar.driver.DriverException.Outcome;
import dev.svar.testkit.kafka.KafkaBroker;
import dev.svar.testkit.net.TlsCertificates;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Credentials, and encrypted connections. */
@Tag("broker")
final class SecurityTest extends KafkaFixture {
  @TempDir Path directory;

  @Test
  void a_broker_that_wants_credentials_gets_those_of_the_url() throws Exception {
    try (KafkaBroker broker =
        KafkaBroker.builder(directory).credentials("svar", "secret").start()) {
      Map<String, ?> sasl = Map.of("security_protocol", "SASL_PLAINTEXT");
      Driver good = open(config(broker, "secret", sasl));
      Driver bad = open(config(broker, "wrong", sasl));

      var arrivals = listen(good, 1, address);
      await(publish(good, address, "m"));
      assertThat(arrivals.text()).isEqualTo("m");

      for (var refused :
          List.of(
              failure(bad.connect()),
              failure(publish(bad, address, "m")),
              failure(bad.subscribe(Set.of(address), 1, delivery -> {})))) {
        assertThat(refused.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(refused).hasMessageContaining("Authentication failed");
        assertThat(refused).message().doesNotContain("wrong");
      }
    }
  }

  @Test
  void both_sides_show_their_certificates() throws Exception {
    TlsCertificates ours = TlsCertificates.create(directory.resolve("ours"));
    TlsCertificates others = TlsCertificates.create(directory.resolve("others"));
    try (KafkaBroker broker =
        KafkaBroker.builder(directory)
            .tls(ours.serverCertificate(), ours.serverKey(), ours.ca())
            .start()) {
      Map<String, Object> options = new HashMap<>();
      options.put("security_protocol", "SSL");
      options.put("ssl_cafile", ours.ca());
      options.put("ssl_client_cert_file", ours.clientCertificate());
      options.put("ssl_client_key_file", ours.clientKey());
      Driver driver = open(config(broker, null, options));

      var arrivals = listen(driver, 1, address);
      await(publish(driver, address, "m"));
      assertThat(arrivals.text()).isEqualTo("m");

      options.put("ssl_cafile", others.ca());
      assertThat(failure(open(config(broker, null, options)).connect()).outcome())
          .isEqualTo(Outcome.REFUSED);
    }
  }

  @Test
  void a_key_in_the_traditional_form_is_refused_with_what_to_do() throws Exception {
    Path key = directory.resolve("old.key");
    Files.writeString(key, "-----BEGIN RSA PRIVATE KEY-----\n-----END RSA PRIVATE KEY-----\n");

    assertThatThrownBy(
            () ->
                new KafkaDriverProvider()
                    .open(
                        Drivers.config(
                            List.of(),
                            null,
                            Map.of("security_protocol", "SSL", "ssl_client_key_file", key)),
                        events))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "ssl_client_key_file: "
                + key
                + " has a key in the traditional form (expected: PKCS #8, which \"openssl pkcs8"
                + " -topk8\" makes of it)");
  }

  private static DriverConfig config(KafkaBroker broker, String password, Map<String, ?> options) {
    String user = password == null ? null : "svar";
    Map<String, Object> all = new HashMap<>(QUICK);
    all.putAll(options);
    return Drivers.config(
        List.of(new DriverConfig.Host("127.0.0.1", broker.port(), user, password)), null, all);
  }
}
