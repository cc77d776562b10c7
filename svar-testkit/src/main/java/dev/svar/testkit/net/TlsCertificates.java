package dev.svar.testkit.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Certificates for one test: an authority, a server's and a client's, as PEM files that {@code
 * openssl} makes. Valid for two days. Thread-safe. The files stay: whoever gave the folder deletes
 * it.
 */
public final class TlsCertificates {

  /** Made in a moment; RSA takes seconds on a busy machine. */
  private static final List<String> EC = List.of("ec", "-pkeyopt", "ec_paramgen_curve:P-256");

  private static final List<String> RSA = List.of("rsa:2048");

  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final Path directory;
  private final Issued server;
  private final Issued client;

  private TlsCertificates(Path directory, List<String> serverNames) {
    this.directory = directory.toAbsolutePath();
    run(EC, "-subj", "/CN=Svar test authority", "-keyout", "ca.key", "-out", "ca.pem");
    this.server = issue("server", serverNames.toArray(String[]::new));
    this.client = issue("client", RSA, "DNS:client");
  }

  /**
   * A certificate and its key.
   *
   * @param certificate PEM
   * @param key PEM, PKCS #8, without a password
   */
  public record Issued(Path certificate, Path key) {}

  /**
   * Says why none can be made here.
   *
   * @return the reason; empty if {@code openssl} runs
   */
  public static Optional<String> unavailable() {
    try {
      Process process =
          new ProcessBuilder("openssl", "version")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS) && process.exitValue() == 0
          ? Optional.empty()
          : Optional.of("openssl does not run.");
    } catch (IOException e) {
      return Optional.of("openssl cannot be run: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of("Interrupted while openssl ran.");
    }
  }

  /**
   * Makes an authority, a server certificate for {@code localhost} and 127.0.0.1, and a client
   * certificate.
   *
   * @param directory where the files go; created if it does not exist
   * @return the certificates
   * @throws IllegalStateException if {@code openssl} failed, with what it said
   */
  public static TlsCertificates create(Path directory) {
    return create(directory, List.of("DNS:localhost", "IP:127.0.0.1"));
  }

  /**
   * Makes an authority, a server certificate for the given names, and a client certificate.
   *
   * @param directory where the files go; created if it does not exist
   * @param serverNames alternative names, as {@code openssl} writes them: {@code DNS:example.org}
   * @return the certificates
   * @throws IllegalStateException if {@code openssl} failed, with what it said
   */
  public static TlsCertificates create(Path directory, List<String> serverNames) {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new TlsCertificates(directory, serverNames);
  }

  /**
   * Makes one more certificate of this authority, with an EC key, for servers and clients alike.
   *
   * @param name its common name, and that of its files
   * @param names alternative names, as {@code openssl} writes them
   * @return the certificate and its key
   */
  public Issued issue(String name, String... names) {
    return issue(name, EC, names);
  }

  private Issued issue(String name, List<String> keyType, String... names) {
    run(
        keyType,
        "-CA",
        "ca.pem",
        "-CAkey",
        "ca.key",
        "-subj",
        "/CN=" + name,
        "-addext",
        "basicConstraints=critical,CA:FALSE",
        "-addext",
        "extendedKeyUsage=serverAuth,clientAuth",
        "-addext",
        "subjectAltName=" + String.join(",", names),
        "-keyout",
        name + ".key",
        "-out",
        name + ".pem");
    return new Issued(directory.resolve(name + ".pem"), directory.resolve(name + ".key"));
  }

  /**
   * Returns the authority's certificate.
   *
   * @return PEM
   */
  public Path ca() {
    return directory.resolve("ca.pem");
  }

  /**
   * Returns the server's certificate.
   *
   * @return PEM
   */
  public Path serverCertificate() {
    return server.certificate();
  }

  /**
   * Returns the key of the server's certificate.
   *
   * @return PEM, PKCS #8, without a password
   */
  public Path serverKey() {
    return server.key();
  }

  /**
   * Returns the client's certificate.
   *
   * @return PEM
   */
  public Path clientCertificate() {
    return client.certificate();
  }

  /**
   * Returns the key of the client's certificate.
   *
   * @return PEM, PKCS #8, without a password
   */
  public Path clientKey() {
    return client.key();
  }

  private void run(List<String> keyType, String... arguments) {
    List<String> line = new ArrayList<>(List.of("openssl", "req", "-x509", "-newkey"));
    line.addAll(keyType);
    line.addAll(List.of("-noenc", "-sha256", "-days", "2"));
    line.addAll(List.of(arguments));
    Path output = directory.resolve("openssl.log");
    try {
      Process process =
          new ProcessBuilder(line)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      process.getOutputStream().close();
      if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException(String.join(" ", line) + " took longer than " + LIMIT);
      }
      if (process.exitValue() != 0) {
        throw new IllegalStateException(
            String.join(" ", line) + " failed: " + Files.readString(output));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("openssl could not be run", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while openssl ran", e);
    }
  }
}
