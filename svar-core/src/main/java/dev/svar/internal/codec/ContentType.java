package dev.svar.internal.codec;

import dev.svar.driver.Message;
import java.util.Locale;
import java.util.Set;

/** What a message says of its body: JSON in UTF-8, or nothing. */
final class ContentType {

  /** ASCII is UTF-8 too; kombu writes {@code us-ascii} for some. */
  private static final Set<String> ENCODINGS = Set.of("", "utf-8", "utf8", "us-ascii", "ascii");

  private ContentType() {}

  /** Rejects a message that says anything else. */
  static void check(Message message) throws DecodeException {
    String type = message.contentType();
    if (type != null && !mediaType(type).equals(Wire.CONTENT_TYPE)) {
      throw new DecodeException(
          "content type: " + Paths.shortened(type) + " (expected: " + Wire.CONTENT_TYPE + ")",
          null);
    }
    String encoding = message.contentEncoding();
    if (encoding != null && !ENCODINGS.contains(encoding.strip().toLowerCase(Locale.ROOT))) {
      throw new DecodeException(
          "content encoding: "
              + Paths.shortened(encoding)
              + " (expected: "
              + Wire.CONTENT_ENCODING
              + ")",
          null);
    }
  }

  /** {@code Application/JSON; charset=utf-8} is {@code application/json}. */
  private static String mediaType(String contentType) {
    int parameters = contentType.indexOf(';');
    return (parameters < 0 ? contentType : contentType.substring(0, parameters))
        .strip()
        .toLowerCase(Locale.ROOT);
  }
}
