package dev.svar.internal.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Tells which bytes stand for themselves in a text of JSON: eight at a time. */
final class PlainBytes {
  private static final VarHandle EIGHT =
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
      long found = others((long) EIGHT.get(bytes, i));
      if (found != 0) {
        return i + Long.numberOfTrailingZeros(found) / Byte.SIZE;
      }
    }
    while (i < to && isPlain(bytes[i])) {
      i++;
    }
    return i;
  }

  private static boolean isPlain(byte b) {
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
