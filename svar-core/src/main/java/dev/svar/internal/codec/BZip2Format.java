package dev.svar.internal.codec;

import java.util.Arrays;

/**
 * What the reader and the writer of bzip2 data share.
 *
 * <p>A block passes four steps: runs of 4 to 255 equal bytes are shortened, the block is sorted
 * (Burrows and Wheeler), bytes become their place in a list of those seen last, and these places
 * with the runs of zeros among them are written in up to six Huffman codes that change every 50
 * symbols.
 */
final class BZip2Format {
  static final int STREAM = 'B' << 16 | 'Z' << 8 | 'h';
  static final long BLOCK = 0x314159265359L; // the digits of pi
  static final long STREAM_END = 0x177245385090L; // those of its root
  static final int HIGHEST_LEVEL = 9;
  static final int LEVEL_BYTES = 100_000;
  static final int RUN_AFTER = 4;

  /** The digit 1 in the length of a run, which is in base 2 with digits 1 and 2, lowest first. */
  static final int RUN_A = 0;

  /** The digit 2. */
  static final int RUN_B = 1;

  static final int SYMBOLS_PER_CODE = 50;

  private static final int[] CRC = crcTable();

  private BZip2Format() {}

  /** The checksum of a block with one more byte, 0 to 255. It starts as -1 and ends inverted. */
  static int crc(int crc, int value) {
    return crc << 8 ^ CRC[crc >>> 24 ^ value];
  }

  /** The checksum of a stream, which starts as 0, with that of one more block. */
  static int streamCrc(int crc, int block) {
    return (crc << 1 | crc >>> 31) ^ block;
  }

  /** CRC-32 of polynomial 04c11db7, highest bit first. */
  private static int[] crcTable() {
    int[] table = new int[256];
    Arrays.setAll(
        table,
        index -> {
          int crc = index << 24;
          for (int bit = 0; bit < 8; bit++) {
            crc = crc < 0 ? crc << 1 ^ 0x04c11db7 : crc << 1;
          }
          return crc;
        });
    return table;
  }
}
