package dev.svar.internal.codec;

import static dev.svar.internal.codec.BZip2Format.RUN_A;
import static dev.svar.internal.codec.BZip2Format.RUN_B;
import static dev.svar.internal.codec.BZip2Format.SYMBOLS_PER_CODE;

import java.util.Arrays;

/** Writes what {@link BZip2Block} reads: a block whose runs are shortened already. */
final class BZip2BlockWriter {
  private final BZip2BitWriter bits;
  private final byte[] block;
  private final int size;
  private final char[] symbols;
  private int count;

  BZip2BlockWriter(BZip2BitWriter bits, byte[] block, int size) {
    this.bits = bits;
    this.block = block;
    this.size = size;
    this.symbols = new char[size + 1];
  }

  /** Writes what follows the checksum in the header of the block. */
  void write() {
    int[] order = BZip2Sort.rotations(block, size);
    int origin = 0;
    while (order[origin] != 0) {
      origin++;
    }
    bits.write(1, 0); // not randomised
    bits.write(24, origin);
    byte[] used = writeUsedBytes();
    toSymbols(order, used);
    writeSymbols(used.length + 2);
  }

  private byte[] writeUsedBytes() {
    int[] inRanges = new int[16];
    for (int i = 0; i < size; i++) {
      int value = block[i] & 0xff;
      inRanges[value / 16] |= 0x8000 >> (value % 16);
    }
    for (int inRange : inRanges) {
      bits.write(1, inRange == 0 ? 0 : 1);
    }
    byte[] used = new byte[256];
    int length = 0;
    for (int value = 0; value < 256; value++) {
      int inRange = inRanges[value / 16];
      if (value % 16 == 0 && inRange != 0) {
        bits.write(16, inRange);
      }
      if ((inRange & (0x8000 >> (value % 16))) != 0) {
        used[length++] = (byte) value;
      }
    }
    return Arrays.copyOf(used, length);
  }

  /** What is last in each rotation as its place among the recent, and a symbol for the end. */
  private void toSymbols(int[] order, byte[] recent) {
    int run = 0;
    for (int start : order) {
      byte value = block[start == 0 ? size - 1 : start - 1];
      int index = 0;
      while (recent[index] != value) {
        index++;
      }
      if (index == 0) {
        run++;
        continue;
      }
      addRun(run);
      run = 0;
      BZip2Block.toFront(recent, index);
      symbols[count++] = (char) (index + 1);
    }
    addRun(run);
    symbols[count++] = (char) (recent.length + 1);
  }

  private void addRun(int length) {
    for (int rest = length; rest > 0; rest = (rest - 1) / 2) {
      symbols[count++] = (char) (rest % 2 == 1 ? RUN_A : RUN_B);
    }
  }

  /**
   * Writes all in one code; to change among six would make text 5 to 13 percent shorter. There must
   * be two, so that the second is as short to describe as can be.
   */
  private void writeSymbols(int alphabet) {
    int[] counts = new int[alphabet];
    for (int i = 0; i < count; i++) {
      counts[symbols[i]]++;
    }
    BZip2CodeWriter code = new BZip2CodeWriter(bits, counts);
    BZip2CodeWriter unused = new BZip2CodeWriter(bits, new int[alphabet]);
    int groups = (count + SYMBOLS_PER_CODE - 1) / SYMBOLS_PER_CODE;
    bits.write(3, 2);
    bits.write(15, groups);
    for (int group = 0; group < groups; group++) {
      bits.write(1, 0); // the same code as before
    }
    code.writeLengths();
    unused.writeLengths();
    for (int i = 0; i < count; i++) {
      code.write(symbols[i]);
    }
  }
}
