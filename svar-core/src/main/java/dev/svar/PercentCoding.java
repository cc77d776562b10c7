package dev.svar;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;

/** What {@code %xx} stands for in a URL, as {@code quote} and {@code unquote} of Python have it. */
final class PercentCoding {
  private static final String SAFE = "_.-~";
  private static final String HEX = "0123456789ABCDEF";

  private PercentCoding() {}

  /** All but ASCII letters, digits, {@code _.-~} and {@code alsoSafe} as {@code %XX} of UTF-8. */
  static String encode(String text, String alsoSafe) {
    StringBuilder encoded = new StringBuilder(text.length());
    for (byte b : text.getBytes(UTF_8)) {
      char c = (char) (b & 0xff);
      if (isSafe(c) || alsoSafe.indexOf(c) >= 0) {
        encoded.append(c);
      } else {
        encoded.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 0xf));
      }
    }
    return encoded.toString();
  }

  /** As forms have it: a space is {@code +}. */
  static String encodeForm(String text) {
    return encode(text, " ").replace(' ', '+');
  }

  /** Takes a {@code %} that two hexadecimal digits do not follow as it is. */
  static String decode(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    ByteArrayOutputStream decoded = new ByteArrayOutputStream(bytes.length);
    for (int i = 0; i < bytes.length; i++) {
      int escaped = bytes[i] == '%' && i + 2 < bytes.length ? hex(bytes[i + 1], bytes[i + 2]) : -1;
      if (escaped >= 0) {
        decoded.write(escaped);
        i += 2;
      } else {
        decoded.write(bytes[i]);
      }
    }
    return decoded.toString(UTF_8);
  }

  static String decodeForm(String text) {
    return decode(text.replace('+', ' '));
  }

  private static boolean isSafe(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || SAFE.indexOf(c) >= 0;
  }

  private static int hex(byte high, byte low) {
    int h = Character.digit(high, 16);
    int l = Character.digit(low, 16);
    return h < 0 || l < 0 ? -1 : h << 4 | l;
  }
}
