package dev.svar.internal.codec;

import java.io.IOException;

/** A canonical Huffman code: among codes of one length, they count up with their symbols. */
final class BZip2Code {
  private static final int LONGEST = 20;

  /** The symbols by length of their codes, then by themselves. */
  private final int[] symbols;

  /** How many codes have each length. */
  private final int[] counts = new int[LONGEST + 1];

  private BZip2Code(int[] lengths) throws IOException {
    long taken = 0;
    symbols = new int[lengths.length];
    int at = 0;
    for (int length = 1; length <= LONGEST; length++) {
      for (int symbol = 0; symbol < lengths.length; symbol++) {
        if (lengths[symbol] == length) {
          symbols[at++] = symbol;
          counts[length]++;
          taken += 1L << (LONGEST - length);
        }
      }
    }
    if (taken > 1L << LONGEST) {
      throw BZip2Block.broken(); // more codes than there can be: some would begin like others
    }
  }

  /** Reads the lengths of the codes, each as its difference to the one before. */
  static BZip2Code read(BZip2Bits bits, int symbols) throws IOException {
    int[] lengths = new int[symbols];
    int length = bits.read(5);
    for (int symbol = 0; symbol < symbols; symbol++) {
      while (inRange(length) && bits.readBit()) {
        length += bits.readBit() ? -1 : 1;
      }
      if (!inRange(length)) {
        throw BZip2Block.broken();
      }
      lengths[symbol] = length;
    }
    return new BZip2Code(lengths);
  }

  private static boolean inRange(int length) {
    return length >= 1 && length <= LONGEST;
  }

  int next(BZip2Bits bits) throws IOException {
    int code = 0;
    int first = 0;
    int index = 0;
    for (int length = 1; length <= LONGEST; length++) {
      code |= bits.read(1);
      int count = counts[length];
      if (code - first < count) {
        return symbols[index + code - first];
      }
      index += count;
      first = (first + count) << 1;
      code <<= 1;
    }
    throw BZip2Block.broken();
  }
}
