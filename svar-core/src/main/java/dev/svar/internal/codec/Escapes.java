package dev.svar.internal.codec;

import static java.nio.charset.StandardCharsets.US_ASCII;

import org.jspecify.annotations.Nullable;

/** JSON text within a text of JSON: eight bytes at a time as long as they stand for themselves. */
final class Escapes {
  private static final byte[] HEX = "0123456789abcdef".getBytes(US_ASCII);

  /** What {@code \\u0000} takes more than the byte for which it stands. */
  private static final int MORE_FOR_CONTROL = 5;

  private Escapes() {}

  /** How many bytes more {@link #escape} writes than it reads. */
  static int more(byte[] source, int from, int to) {
    int more = 0;
    int i = from;
    for (; i <= to - Long.BYTES; i += Long.BYTES) {
      long eight = (long) PlainBytes.EIGHT.get(source, i);
      more += PlainBytes.quotesAndBackslashes(eight);
      if (PlainBytes.hasControl(eight)) {
        more += controls(source, i, i + Long.BYTES);
      }
    }
    int controls = controls(source, i, to);
    for (; i < to; i++) {
      more += source[i] == '"' || source[i] == '\\' ? 1 : 0;
    }
    return more + controls;
  }

  /** A value may hand over JSON of its own, with line ends. */
  private static int controls(byte[] source, int from, int to) {
    int more = 0;
    for (int i = from; i < to; i++) {
      more += source[i] >= 0 && source[i] < ' ' ? MORE_FOR_CONTROL : 0;
    }
    return more;
  }

  /**
   * Writes what is between {@code from} and {@code to} as the content of a text. There has to be
   * room for all of it.
   *
   * @return where it ends
   */
  static int escape(byte[] source, int from, int to, byte[] target, int start) {
    int at = start;
    int i = from;
    while (i < to) {
      if (i <= to - Long.BYTES) {
        // There is room for eight: what is left to read gets no shorter.
        long eight = (long) PlainBytes.EIGHT.get(source, i);
        PlainBytes.EIGHT.set(target, at, eight);
        int plain = PlainBytes.count(eight);
        i += plain;
        at += plain;
        if (plain == Long.BYTES) {
          continue;
        }
      }
      byte c = source[i++];
      if (c == '"' || c == '\\') {
        target[at++] = '\\';
        target[at++] = c;
      } else if (c >= 0 && c < ' ') {
        for (char unicode : new char[] {'\\', 'u', '0', '0'}) {
          target[at++] = (byte) unicode;
        }
        target[at++] = HEX[c >> 4];
        target[at++] = HEX[c & 0xf];
      } else {
        target[at++] = c;
      }
    }
    return at;
  }

  /**
   * The text that is written as what is between {@code from} and {@code to}; null if it is not
   * ASCII throughout, or has escapes other than those of a single character.
   */
  static Text.@Nullable Bytes unescaped(byte[] source, int from, int to) {
    byte[] text = new byte[to - from];
    int length = 0;
    int i = from;
    while (i <= to - Long.BYTES) {
      // There is room for eight: what was read was no shorter than what is written.
      long eight = (long) PlainBytes.EIGHT.get(source, i);
      PlainBytes.EIGHT.set(text, length, eight);
      int plain = PlainBytes.count(eight);
      i += plain;
      length += plain;
      if (plain < Long.BYTES) {
        byte c = escaped(source, i, to);
        if (c == 0) {
          return null;
        }
        text[length++] = c;
        i += 2;
      }
    }
    while (i < to) {
      boolean plain = PlainBytes.isPlain(source[i]);
      byte c = plain ? source[i] : escaped(source, i, to);
      if (c == 0) {
        return null;
      }
      text[length++] = c;
      i += plain ? 1 : 2;
    }
    return new Text.Bytes(text, length);
  }

  /** What the escape at {@code i} stands for; 0 if there is none, or another one. */
  private static byte escaped(byte[] source, int i, int to) {
    if (source[i] != '\\' || i + 1 == to) {
      return 0;
    }
    byte c = source[i + 1];
    return c == '"' || c == '\\' ? c : rare(c);
  }

  private static byte rare(byte b) {
    return switch (b) {
      case '/' -> b;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      default -> 0;
    };
  }
}
