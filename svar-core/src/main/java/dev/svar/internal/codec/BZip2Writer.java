package dev.svar.internal.codec;

import static dev.svar.internal.codec.BZip2Format.HIGHEST_LEVEL;
import static dev.svar.internal.codec.BZip2Format.LEVEL_BYTES;
import static dev.svar.internal.codec.BZip2Format.RUN_AFTER;

import java.util.Arrays;

/** Writes bzip2 data, one stream of it: what {@link BZip2InputStream} reads. */
final class BZip2Writer {
  private static final int LONGEST_RUN = 255;

  /** What runs of four may grow to: as much content fits a level for sure. */
  private static final int LEVEL_CONTENT = LEVEL_BYTES / (RUN_AFTER + 1) * RUN_AFTER;

  private final BZip2BitWriter bits = new BZip2BitWriter();
  private final byte[] content;
  private int at;

  private BZip2Writer(byte[] content) {
    this.content = content;
  }

  static byte[] compress(byte[] content) {
    return new BZip2Writer(content).write();
  }

  private byte[] write() {
    // No higher than it must be, for a reader needs memory by it.
    int level = Math.min(HIGHEST_LEVEL, 1 + content.length / LEVEL_CONTENT);
    bits.write(24, BZip2Format.STREAM);
    bits.write(8, '0' + level);
    byte[] block = new byte[level * LEVEL_BYTES];
    int streamCrc = 0;
    while (at < content.length) {
      int from = at;
      int size = fill(block);
      int crc = crc(from, at);
      bits.writeMagic(BZip2Format.BLOCK);
      bits.write(32, crc);
      new BZip2BlockWriter(bits, block, size).write();
      streamCrc = BZip2Format.streamCrc(streamCrc, crc);
    }
    bits.writeMagic(BZip2Format.STREAM_END);
    bits.write(32, streamCrc);
    return bits.toBytes();
  }

  /** Shortens runs while there is room. Returns how much of the block is used. */
  private int fill(byte[] block) {
    int size = 0;
    while (at < content.length && size < block.length - RUN_AFTER) {
      int run = run();
      int equal = Math.min(run, RUN_AFTER);
      Arrays.fill(block, size, size + equal, content[at]);
      size += equal;
      if (equal == RUN_AFTER) {
        block[size++] = (byte) (run - RUN_AFTER);
      }
      at += run;
    }
    return size;
  }

  private int run() {
    int limit = Math.min(content.length, at + LONGEST_RUN);
    int end = at + 1;
    while (end < limit && content[end] == content[at]) {
      end++;
    }
    return end - at;
  }

  private int crc(int from, int to) {
    int crc = -1;
    for (int i = from; i < to; i++) {
      crc = BZip2Format.crc(crc, content[i] & 0xff);
    }
    return ~crc;
  }
}
