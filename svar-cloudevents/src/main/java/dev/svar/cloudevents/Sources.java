package dev.svar.cloudevents;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Publishers as URI references, and back. */
final class Sources {

  /** Of nobody. A publisher of that name is encoded. */
  private static final String NOBODY = "/";

  /** RFC 3986: what a reference may have anywhere, and what only where it belongs. */
  private static final String UNRESERVED = "-._~";

  private static final String RESERVED = ":/?@!$&'()*+,;=";

  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private Sources() {}

  /**
   * The reference: the publisher as it is if that is one, such as {@code compute.host1} or {@code
   * https://host/api}.
   */
  static URI source(@Nullable String publisherId) {
    if (publisherId == null || publisherId.isEmpty()) {
      return URI.create(NOBODY);
    }
    String legible = encoded(publisherId, UNRESERVED + RESERVED);
    if (!legible.equals(NOBODY)) {
      try {
        return new URI(legible);
      } catch (URISyntaxException e) {
        // It has a colon or the like where it means something else.
      }
    }
    return URI.create(encoded(publisherId, UNRESERVED));
  }

  /** The publisher; null if it is nobody. */
  static @Nullable String publisherId(URI source) {
    String text = source.toString();
    return text.equals(NOBODY) ? null : decoded(text);
  }

  private static String encoded(String text, String kept) {
    StringBuilder encoded = new StringBuilder();
    ByteBuffer bytes;
    try {
      bytes = UTF_8.newEncoder().encode(CharBuffer.wrap(text));
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(
          "publisher_id: half a surrogate pair (expected: whole characters)", e);
    }
    while (bytes.hasRemaining()) {
      byte b = bytes.get();
      char c = (char) (b & 0xff);
      boolean plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      if (plain || kept.indexOf(c) >= 0) {
        encoded.append(c);
      } else {
        encoded.append('%').append(HEX.toHexDigits(b));
      }
    }
    return encoded.toString();
  }

  private static String decoded(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    ByteArrayOutputStream decoded = new ByteArrayOutputStream(bytes.length);
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '%') {
        decoded.write(HexFormat.fromHexDigits(text(bytes, i + 1)));
        i += 2;
      } else {
        decoded.write(bytes[i]);
      }
    }
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(decoded.toByteArray())).toString();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(
          "source: \"" + text + "\" (expected: percent-encoded UTF-8)", e);
    }
  }

  /** The two digits there: a URI has them after each percent sign. */
  private static String text(byte[] bytes, int start) {
    return new String(bytes, start, 2, UTF_8);
  }
}
