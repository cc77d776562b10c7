package dev.svar.internal.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Tells which bytes stand for themselves in a text of JSON: eight at a time. */
final class PlainBytes {
  static final VarHandle EIGHT =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** One in each byte. */
  private static final long ONES = 0x0101_0101_0101_0101L;

  private static final long HIGHEST_BITS = ONES << 7;
  private static final long SPACES = ' ' * ONES;
  private static final long QUOTES = '"' * ONES;
  private static final long BACKSLASHES = '\\' * ONES;

  private PlainBytes() {}

  /**
   * Where the first quote, backslash, control character or byte beyond ASCII is between {@code
   * from} and {@code to}; {@code to} if there is none.
   */
  static int end(byte[] bytes, int from, int to) {
    int i = from;
    for (; i <= to - Long.BYTES; i += Long.BYTES) {
      int plain = count((long) EIGHT.get(bytes, i));
      if (plain < Long.BYTES) {
        return i + plain;
      }
    }
    while (i < to && isPlain(bytes[i])) {
      i++;
    }
    return i;
  }

  /** How many of eight bytes, as {@link #EIGHT} reads them, come before the first such one. */
  static int count(long eight) {
    return Long.numberOfTrailingZeros(others(eight)) >>> 3; // of none, there are 64
  }

  /** Whether eight bytes are all ASCII, with no control character among them. */
  static boolean isPrintable(long eight) {
    return (((eight - SPACES) | eight) & HIGHEST_BITS) == 0;
  }

  /** Of eight bytes that are printable, the highest bit of each quote. */
  static long quotes(long eight) {
    return ~((eight ^ QUOTES) + ~HIGHEST_BITS) & HIGHEST_BITS;
  }

  /** Of eight bytes that are printable, the highest bit of each backslash. */
  static long backslashes(long eight) {
    return ~((eight ^ BACKSLASHES) + ~HIGHEST_BITS) & HIGHEST_BITS;
  }

  /** Of eight bytes that are printable, the highest bit of each quote and each backslash. */
  static long quotesAndBackslashes(long eight) {
    return quotes(eight) | backslashes(eight);
  }

  static boolean isPlain(byte b) {
    return b >= ' ' && b != '"' && b != '\\';
  }

  /**
   * The highest bit of the first byte that is not plain, and perhaps of some after it: a borrow
   * goes from a byte that is found to the next.
   */
  private static long others(long eight) {
    long quotes = eight ^ QUOTES;
    long backslashes = eight ^ BACKSLASHES;
    long smaller =
        ((quotes - ONES) & ~quotes)
            | ((backslashes - ONES) & ~backslashes)
            | ((eight - SPACES) & ~eight);
    return (smaller | eight) & HIGHEST_BITS;
  }
}
