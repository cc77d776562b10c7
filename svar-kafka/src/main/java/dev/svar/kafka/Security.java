package dev.svar.kafka;

import dev.svar.driver.DriverConfig;
import dev.svar.driver.DriverConfig.Host;
import dev.svar.driver.Option;
import dev.svar.driver.Options;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.security.plain.PlainLoginModule;
import org.apache.kafka.common.security.scram.ScramLoginModule;
import org.jspecify.annotations.Nullable;

/** What Kafka's clients are told about encryption and credentials. */
final class Security {
  private static final String JAAS = "sasl.jaas.config";

  private Security() {}

  /**
   * Reads the PEM files.
   *
   * @throws IllegalArgumentException if one is unusable, or something is missing
   */
  static Map<String, Object> settings(DriverConfig config) {
    Options options = config.options();
    String protocol = options.get(KafkaOptions.PROTOCOL);
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("security.protocol", protocol);
    if (protocol.endsWith("SSL")) {
      tls(options, settings);
    }
    if (protocol.startsWith("SASL")) {
      sasl(config, settings);
    }
    return settings;
  }

  /** Whether hosts have other credentials than the first one: Kafka's clients have one only. */
  static boolean differ(List<Host> hosts) {
    return hosts.stream()
        .anyMatch(
            host ->
                !Objects.equals(host.username(), hosts.get(0).username())
                    || !Objects.equals(host.password(), hosts.get(0).password()));
  }

  private static void tls(Options options, Map<String, Object> settings) {
    String authorities = pem(options, KafkaOptions.CA_FILE, "CERTIFICATE");
    if (authorities != null) {
      settings.put("ssl.truststore.type", "PEM");
      settings.put("ssl.truststore.certificates", authorities);
    }
    String certificate = pem(options, KafkaOptions.CERT_FILE, "CERTIFICATE");
    String key = pem(options, KafkaOptions.KEY_FILE, "PRIVATE KEY");
    if ((certificate == null) != (key == null)) {
      throw new IllegalArgumentException(
          "Of "
              + KafkaOptions.CERT_FILE
              + " and "
              + KafkaOptions.KEY_FILE
              + " only one is given (expected: both, or none)");
    }
    if (certificate != null && key != null) {
      settings.put("ssl.keystore.type", "PEM");
      settings.put("ssl.keystore.certificate.chain", certificate);
      settings.put("ssl.keystore.key", key);
      if (!options.get(KafkaOptions.KEY_PASSWORD).isEmpty()) {
        settings.put("ssl.key.password", options.get(KafkaOptions.KEY_PASSWORD));
      }
    }
  }

  /** The text of the file; null if none is given. */
  private static @Nullable String pem(Options options, Option<String> option, String kind) {
    String file = options.get(option);
    if (file.isEmpty()) {
      return null;
    }
    String text;
    try {
      text = Files.readString(Path.of(file));
    } catch (IOException | InvalidPathException e) {
      throw new IllegalArgumentException(option + ": " + file + " cannot be read", e);
    }
    if (text.contains("-----BEGIN RSA PRIVATE KEY") || text.contains("-----BEGIN EC PRIVATE KEY")) {
      throw new IllegalArgumentException(
          option
              + ": "
              + file
              + " has a key in the traditional form (expected: PKCS #8, which \"openssl pkcs8"
              + " -topk8\" makes of it)");
    }
    if (!text.contains(kind + "-----")) {
      throw new IllegalArgumentException(
          option + ": " + file + " has no " + kind.toLowerCase(Locale.ROOT) + " (expected: PEM)");
    }
    return text;
  }

  private static void sasl(DriverConfig config, Map<String, Object> settings) {
    String mechanism = config.options().get(KafkaOptions.SASL_MECHANISM);
    settings.put("sasl.mechanism", mechanism);
    boolean plain = mechanism.equals("PLAIN");
    if (config.options().get(KafkaOptions.CLIENT_PROPERTIES).containsKey(JAAS)
        || !(plain || mechanism.startsWith("SCRAM-"))) {
      return;
    }
    Host first = config.hosts().isEmpty() ? null : config.hosts().get(0);
    if (first == null || first.username() == null || first.password() == null) {
      throw new IllegalArgumentException(
          KafkaOptions.PROTOCOL
              + ": "
              + config.options().get(KafkaOptions.PROTOCOL)
              + " needs a name and a password (expected: kafka://name:password@host:9092/)");
    }
    String module = plain ? PlainLoginModule.class.getName() : ScramLoginModule.class.getName();
    settings.put(
        JAAS,
        module
            + " required username="
            + quoted(first.username())
            + " password="
            + quoted(first.password())
            + ";");
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"', '\\' -> quoted.append('\\').append(c);
        case '\n' -> quoted.append("\\n");
        case '\r' -> quoted.append("\\r");
        default -> quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }
}
