package dev.svar.internal.codec;

import static dev.svar.internal.codec.BZip2Format.RUN_A;
import static dev.svar.internal.codec.BZip2Format.RUN_B;
import static dev.svar.internal.codec.BZip2Format.SYMBOLS_PER_CODE;

import java.io.IOException;

/** One block of bzip2 data, up to the shortened runs: those are undone by who reads it. */
final class BZip2Block {
  private static final int MOST_CODES = 6;

  private final BZip2Bits bits;
  private int limit;

  /** In the lower byte the block as it is sorted, above it the place of what follows. */
  private int[] sorted = new int[0];

  private int size;
  private int place;
  private int left;

  BZip2Block(BZip2Bits bits) {
    this.bits = bits;
  }

  /** How long the blocks of the stream may be. */
  void limit(int bytes) {
    this.limit = bytes;
  }

  /** How many bytes {@link #next} still has. */
  int left() {
    return left;
  }

  int next() {
    place = sorted[place];
    int value = place & 0xff;
    place >>>= 8;
    left--;
    return value;
  }

  /** Reads what follows the checksum in the header of a block. */
  void read() throws IOException {
    if (bits.readBit()) {
      throw new IOException("bzip2: randomised blocks cannot be read");
    }
    int origin = bits.read(24);
    if (sorted.length < limit) {
      sorted = new int[limit];
    }
    size = 0;
    int[] counts = new int[256];
    readSorted(counts);
    if (origin >= size) {
      throw broken();
    }
    link(counts);
    place = sorted[origin] >>> 8;
    left = size;
  }

  private void readSorted(int[] counts) throws IOException {
    byte[] recent = usedBytes();
    int end = recent.length + 1; // the symbols: two for runs, a place each but the first, the end
    int codes = bits.read(3);
    if (codes < 2 || codes > MOST_CODES) {
      throw broken();
    }
    byte[] selectors = selectors(codes);
    BZip2Code[] tables = new BZip2Code[codes];
    for (int i = 0; i < codes; i++) {
      tables[i] = BZip2Code.read(bits, end + 1);
    }
    int group = 0;
    int inGroup = 0;
    BZip2Code code = tables[0];
    int run = 0;
    int runStep = 1;
    while (true) {
      if (inGroup == 0) {
        if (group == selectors.length) {
          throw broken();
        }
        code = tables[selectors[group++]];
        inGroup = SYMBOLS_PER_CODE;
      }
      inGroup--;
      int symbol = code.next(bits);
      if (symbol <= RUN_B) {
        run += symbol == RUN_A ? runStep : 2 * runStep;
        runStep <<= 1;
        if (run > limit) {
          throw broken();
        }
        continue;
      }
      if (run > 0) {
        append(recent[0], run, counts);
        run = 0;
        runStep = 1;
      }
      if (symbol == end) {
        return;
      }
      append(toFront(recent, symbol - 1), 1, counts);
    }
  }

  private void append(byte value, int times, int[] counts) throws IOException {
    if (times > limit - size) {
      throw broken();
    }
    int unsigned = value & 0xff;
    counts[unsigned] += times;
    for (int i = 0; i < times; i++) {
      sorted[size++] = unsigned;
    }
  }

  static byte toFront(byte[] recent, int index) {
    byte value = recent[index];
    System.arraycopy(recent, 0, recent, 1, index);
    recent[0] = value;
    return value;
  }

  private byte[] usedBytes() throws IOException {
    int ranges = bits.read(16);
    byte[] used = new byte[256];
    int count = 0;
    for (int range = 0; range < 16; range++) {
      int inRange = (ranges & 0x8000 >> range) != 0 ? bits.read(16) : 0;
      for (int i = 0; i < 16; i++) {
        if ((inRange & 0x8000 >> i) != 0) {
          used[count++] = (byte) (range * 16 + i);
        }
      }
    }
    if (count == 0) {
      throw broken();
    }
    return java.util.Arrays.copyOf(used, count);
  }

  private byte[] selectors(int codes) throws IOException {
    byte[] selectors = new byte[bits.read(15)];
    byte[] recent = {0, 1, 2, 3, 4, 5};
    for (int i = 0; i < selectors.length; i++) {
      int index = 0;
      while (bits.readBit()) {
        index++;
        if (index >= codes) {
          throw broken();
        }
      }
      selectors[i] = toFront(recent, index);
    }
    return selectors;
  }

  /** Undoes the sorting: for each place, which one follows. */
  private void link(int[] counts) {
    int[] starts = new int[256];
    for (int i = 1; i < 256; i++) {
      starts[i] = starts[i - 1] + counts[i - 1];
    }
    for (int i = 0; i < size; i++) {
      sorted[starts[sorted[i] & 0xff]++] |= i << 8;
    }
  }

  static IOException broken() {
    return new IOException("bzip2: a block is broken");
  }
}
