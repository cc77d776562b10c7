package dev.svar.rabbitmq;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** How brokers are reached over TLS, made of the PEM files that the options name. Thread-safe. */
final class TlsContext {
  private final SSLContext context;
  private final String @Nullable [] protocols;
  private final boolean verified;
  private final boolean verifyHost;

  private TlsContext(
      SSLContext context, String @Nullable [] protocols, boolean verified, boolean verifyHost) {
    this.context = context;
    this.protocols = protocols;
    this.verified = verified;
    this.verifyHost = verifyHost;
  }

  /**
   * Reads the files.
   *
   * @throws IllegalArgumentException if one cannot be used, naming the option and the file
   */
  static TlsContext of(Settings settings) {
    String ca = settings.options.get(RabbitOptions.SSL_CA_FILE);
    String cert = settings.options.get(RabbitOptions.SSL_CERT_FILE);
    String key = settings.options.get(RabbitOptions.SSL_KEY_FILE);
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys(cert, key), trust(ca), new SecureRandom());
      return new TlsContext(
          context,
          protocols(settings.options.get(RabbitOptions.SSL_VERSION)),
          !ca.isEmpty(),
          !ca.isEmpty() && settings.options.get(RabbitOptions.SSL_VERIFY_HOST));
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalArgumentException(
          "ssl: the key of ssl_key_file and the certificate of ssl_cert_file cannot be used"
              + " together: "
              + e,
          e);
    }
  }

  /** Whether brokers must prove who they are. */
  boolean verified() {
    return verified;
  }

  /** TLS over a connected socket, to be checked against {@code host}; not shaken hands yet. */
  SSLSocket over(Socket plain, String host, int port) throws IOException {
    SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(plain, host, port, true);
    SSLParameters parameters = socket.getSSLParameters();
    if (verifyHost) {
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
    }
    if (protocols != null) {
      parameters.setProtocols(protocols);
    }
    socket.setSSLParameters(parameters);
    return socket;
  }

  /** Python's names; null for what both sides agree on. */
  private static String @Nullable [] protocols(String version) {
    String given = version.strip().toLowerCase(Locale.ROOT);
    return switch (given) {
      case "", "sslv23" -> null;
      case "tlsv1" -> new String[] {"TLSv1"};
      case "tlsv1_1" -> new String[] {"TLSv1.1"};
      case "tlsv1_2" -> new String[] {"TLSv1.2"};
      case "tlsv1_3" -> new String[] {"TLSv1.3"};
      default ->
          throw new IllegalArgumentException(
              "ssl_version: \""
                  + version
                  + "\" (expected: tlsv1_3, tlsv1_2, tlsv1_1, tlsv1, or nothing for the best that"
                  + " both sides know)");
    };
  }

  private static KeyManager @Nullable [] keys(String certFile, String keyFile)
      throws GeneralSecurityException, IOException {
    if (certFile.isEmpty() && keyFile.isEmpty()) {
      return null;
    }
    if (certFile.isEmpty()) {
      throw new IllegalArgumentException("ssl_key_file is given without ssl_cert_file");
    }
    // As in Python, one file may hold both.
    Path key = Path.of(keyFile.isEmpty() ? certFile : keyFile);
    List<X509Certificate> chain = Pem.certificates("ssl_cert_file", Path.of(certFile));
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    char[] none = new char[0];
    store.setKeyEntry(
        "client", Pem.privateKey("ssl_key_file", key), none, chain.toArray(Certificate[]::new));
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, none);
    return factory.getKeyManagers();
  }

  private static TrustManager[] trust(String caFile) throws GeneralSecurityException, IOException {
    if (caFile.isEmpty()) {
      return new TrustManager[] {new Anyone()};
    }
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    int index = 0;
    for (X509Certificate authority : Pem.certificates("ssl_ca_file", Path.of(caFile))) {
      store.setCertificateEntry("ca" + index++, authority);
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }

  /** What Python does without a CA file: the line is encrypted, the other end may be anyone. */
  private static final class Anyone extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
