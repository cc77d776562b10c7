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
      more +=
          PlainBytes.isPrintable(eight)
              ? Long.bitCount(PlainBytes.quotesAndBackslashes(eight))
              : moreOfEach(source, i, i + Long.BYTES);
    }
    return more + moreOfEach(source, i, to);
  }

  private static int moreOfEach(byte[] source, int from, int to) {
    int more = 0;
    for (int i = from; i < to; i++) {
      byte c = source[i];
      if (c == '"' || c == '\\') {
        more++;
      } else if (c >= 0 && c < ' ') {
        more += MORE_FOR_CONTROL; // a value may hand over JSON of its own, with line ends
      }
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
      // Up to eight bytes too many are written: there is room for them while more is to come.
      if (i <= to - 2 * Long.BYTES) {
        long eight = (long) PlainBytes.EIGHT.get(source, i);
        if (PlainBytes.isPrintable(eight)) {
          at = escape(eight, target, at);
          i += Long.BYTES;
          continue;
        }
      }
      at = escape(source[i++], target, at);
    }
    return at;
  }

  /** Writes them as they are, and for each quote or backslash what begins with it once more. */
  private static int escape(long eight, byte[] target, int start) {
    int at = start;
    PlainBytes.EIGHT.set(target, at, eight);
    long marks = PlainBytes.quotesAndBackslashes(eight);
    while (marks != 0) {
      int bits = bitsBefore(marks);
      int mark = at + (bits >>> 3);
      target[mark] = '\\';
      PlainBytes.EIGHT.set(target, mark + 1, eight >>> bits);
      at++;
      marks &= marks - 1;
    }
    return at + Long.BYTES;
  }

  private static int escape(byte c, byte[] target, int start) {
    int at = start;
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
    // The highest bit of the byte at i, if the backslash before it was read. So what is read next
    // is eight bytes on in any case, and the processor need not wait to know where that is.
    long begun = 0;
    while (i < to) {
      // Up to eight bytes too many are written: there is room for them while more is to come.
      if (i <= to - 2 * Long.BYTES) {
        long eight = (long) PlainBytes.EIGHT.get(source, i);
        long backslashes = PlainBytes.backslashes(eight);
        long starts = starts(backslashes & ~begun);
        long escaped = (starts << Byte.SIZE) | begun;
        if (PlainBytes.isPrintable(eight) && (escaped & ~backslashes) == PlainBytes.quotes(eight)) {
          length = unescape(eight, starts, text, length);
          i += Long.BYTES;
          begun = starts >>> (Long.SIZE - Byte.SIZE);
          continue;
        }
      }
      i -= begun == 0 ? 0 : 1;
      begun = 0;
      int plain = PlainBytes.end(source, i, to) - i;
      System.arraycopy(source, i, text, length, plain);
      i += plain;
      length += plain;
      if (i < to) {
        byte c = escaped(source, i, to);
        if (c == 0) {
          return null;
        }
        text[length++] = c;
        i += 2;
      }
    }
    return new Text.Bytes(text, length);
  }

  /** Of these backslashes those that begin an escape: the second of two is what is escaped. */
  private static long starts(long backslashes) {
    if ((backslashes & (backslashes << Byte.SIZE)) == 0) {
      return backslashes;
    }
    long starts = 0;
    long left = backslashes;
    while (left != 0) {
      long first = Long.lowestOneBit(left);
      starts |= first;
      left &= ~(first | (first << Byte.SIZE));
    }
    return starts;
  }

  /** Writes them as they are, and over each backslash of {@code starts} what follows it. */
  private static int unescape(long eight, long starts, byte[] text, int start) {
    int at = start;
    PlainBytes.EIGHT.set(text, at, eight);
    long left = starts;
    while (left != 0) {
      int bits = bitsBefore(left);
      PlainBytes.EIGHT.set(text, at + (bits >>> 3), eight >>> bits >>> Byte.SIZE);
      at--;
      left &= left - 1;
    }
    return at + Long.BYTES;
  }

  /** How many bits are before the byte of which the first of {@code marks} is the highest. */
  private static int bitsBefore(long marks) {
    return Long.numberOfTrailingZeros(marks) - (Byte.SIZE - 1);
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
