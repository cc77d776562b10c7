package dev.svar.testkit.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

@EnabledIf(value = "openssl", disabledReason = "openssl does not run")
final class TlsCertificatesTest {

  @Test
  void the_authority_signs_for_the_names_that_were_given(@TempDir Path folder) throws Exception {
    TlsCertificates certificates =
        TlsCertificates.create(folder, List.of("DNS:broker.example", "IP:127.0.0.1"));
    X509Certificate authority = read(certificates.ca());

    X509Certificate server = read(certificates.serverCertificate());
    server.verify(authority.getPublicKey());
    read(certificates.clientCertificate()).verify(authority.getPublicKey());
    assertThat(server.getSubjectAlternativeNames())
        .containsExactly(List.of(2, "broker.example"), List.of(7, "127.0.0.1"));
    assertThat(server.getBasicConstraints()).isEqualTo(-1);
    assertThat(authority.getBasicConstraints()).isNotNegative();
    assertThat(certificates.serverKey()).content().startsWith("-----BEGIN PRIVATE KEY-----");

    TlsCertificates.Issued other = certificates.issue("other", "DNS:other.example");
    assertThat(read(other.certificate()).getSubjectX500Principal().getName()).isEqualTo("CN=other");
  }

  static boolean openssl() {
    return TlsCertificates.unavailable().isEmpty();
  }

  private static X509Certificate read(Path file) throws IOException, GeneralSecurityException {
    try (InputStream in = Files.newInputStream(file)) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
  }
}
