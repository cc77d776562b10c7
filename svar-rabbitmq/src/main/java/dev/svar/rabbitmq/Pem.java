package dev.svar.rabbitmq;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads certificates and keys as PEM files hold them (RFC 7468). */
final class Pem {
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \\1-----");

  /** Version 0, algorithm rsaEncryption with no parameters: what PKCS#8 puts before RSA's key. */
  private static final byte[] RSA_PREFIX = {
    2, 1, 0, 0x30, 13, 6, 9, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 13, 1, 1, 1, 5, 0
  };

  private Pem() {}

  /**
   * Every certificate in a file, in its order.
   *
   * @throws IllegalArgumentException if there is none, or the file cannot be read
   */
  static List<X509Certificate> certificates(String option, Path file) {
    List<X509Certificate> found = new ArrayList<>();
    String text = text(option, file);
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      Matcher block = BLOCK.matcher(text);
      while (block.find()) {
        if (block.group(1).endsWith("CERTIFICATE")) {
          found.add(
              (X509Certificate)
                  factory.generateCertificate(new ByteArrayInputStream(bytes(block.group(2)))));
        }
      }
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw unusable(option, file, e.toString(), e);
    }
    if (found.isEmpty()) {
      throw unusable(
          option, file, "no certificate in it (expected: -----BEGIN CERTIFICATE-----)", null);
    }
    return found;
  }

  /**
   * The first private key in a file: PKCS#8, or RSA's traditional form; not encrypted.
   *
   * @throws IllegalArgumentException if there is none, saying how to convert what there is
   */
  static PrivateKey privateKey(String option, Path file) {
    Matcher block = BLOCK.matcher(text(option, file));
    while (block.find()) {
      String type = block.group(1);
      if (!type.endsWith("PRIVATE KEY")) {
        continue;
      }
      if (type.equals("PRIVATE KEY")) {
        return parse(option, file, bytes(block.group(2)));
      } else if (type.equals("RSA PRIVATE KEY") && !block.group(2).contains("ENCRYPTED")) {
        return parse(option, file, pkcs8(bytes(block.group(2))));
      }
      throw unusable(
          option,
          file,
          "its "
              + type
              + " cannot be read here. Convert it with: openssl pkcs8 -topk8 -nocrypt -in "
              + file
              + " -out key.pem",
          null);
    }
    throw unusable(option, file, "no key in it (expected: -----BEGIN PRIVATE KEY-----)", null);
  }

  private static PrivateKey parse(String option, Path file, byte[] pkcs8) {
    for (String algorithm : List.of("RSA", "EC", "EdDSA", "RSASSA-PSS")) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
      } catch (GeneralSecurityException e) {
        // Not of this kind: the next one.
      }
    }
    throw unusable(option, file, "its key is of no kind that this JDK knows", null);
  }

  private static byte[] pkcs8(byte[] rsa) {
    return sequence(0x30, concat(RSA_PREFIX, sequence(4, rsa)));
  }

  private static byte[] sequence(int tag, byte[] content) {
    int length = content.length;
    byte[] head =
        length < 0x80
            ? new byte[] {(byte) tag, (byte) length}
            : length < 0x100
                ? new byte[] {(byte) tag, (byte) 0x81, (byte) length}
                : new byte[] {(byte) tag, (byte) 0x82, (byte) (length >> 8), (byte) length};
    return concat(head, content);
  }

  private static byte[] concat(byte[] first, byte[] second) {
    byte[] both = new byte[first.length + second.length];
    System.arraycopy(first, 0, both, 0, first.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  private static byte[] bytes(String base64) {
    return Base64.getMimeDecoder().decode(base64);
  }

  private static String text(String option, Path file) {
    try {
      return Files.readString(file, ISO_8859_1);
    } catch (IOException e) {
      throw unusable(option, file, "cannot be read: " + e, e);
    }
  }

  private static IllegalArgumentException unusable(
      String option, Path file, String why, @Nullable Throwable cause) {
    return new IllegalArgumentException(option + ": " + file + ": " + why, cause);
  }
}
