package dev.svar.internal.codec;

import static dev.svar.internal.codec.BZip2Format.BLOCK;
import static dev.svar.internal.codec.BZip2Format.HIGHEST_LEVEL;
import static dev.svar.internal.codec.BZip2Format.LEVEL_BYTES;
import static dev.svar.internal.codec.BZip2Format.RUN_AFTER;
import static dev.svar.internal.codec.BZip2Format.STREAM;
import static dev.svar.internal.codec.BZip2Format.STREAM_END;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/**
 * Reads bzip2 data: one stream, or several in a row. Checks both its checksums. Blocks of the kind
 * that bzip2 stopped writing in 1997 ("randomised") are not read.
 */
final class BZip2InputStream extends InputStream {
  private final BZip2Bits bits;
  private final BZip2Block block;
  private int streamCrc;
  private int blockCrc;
  private int expectedCrc;
  private boolean inStream;
  private boolean inBlock;
  private boolean ended;

  private int last = -1;
  private int equal;
  private int repeat;

  BZip2InputStream(byte[] data) throws IOException {
    this.bits = new BZip2Bits(data);
    this.block = new BZip2Block(bits);
    startStream();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int at = offset;
    int end = offset + length;
    while (at < end && (inBlock || nextBlock())) {
      if (repeat > 0) {
        int amount = Math.min(repeat, end - at);
        repeat -= amount;
        for (int i = 0; i < amount; i++) {
          at = put(target, at, last);
        }
      } else if (block.left() == 0) {
        endBlock();
      } else {
        at = step(target, at);
      }
    }
    return at == offset && length > 0 ? -1 : at - offset;
  }

  /** The next byte of the block: itself, or after four equal ones how many more. */
  private int step(byte[] target, int at) throws IOException {
    int next = block.next();
    if (equal == RUN_AFTER) {
      equal = 0;
      repeat = next;
      return at;
    }
    equal = next == last ? equal + 1 : 1;
    last = next;
    return put(target, at, next);
  }

  private int put(byte[] target, int at, int value) {
    target[at] = (byte) value;
    blockCrc = BZip2Format.crc(blockCrc, value);
    return at + 1;
  }

  private boolean nextBlock() throws IOException {
    while (!ended) {
      if (!inStream) {
        startStream();
      }
      long magic = (long) bits.read(24) << 24 | bits.read(24);
      if (magic == BLOCK) {
        expectedCrc = bits.readInt();
        block.read();
        blockCrc = -1;
        last = -1;
        equal = 0;
        inBlock = true;
        return true;
      }
      if (magic != STREAM_END) {
        throw new IOException("bzip2: neither a block nor the end of the stream");
      }
      check(bits.readInt(), streamCrc);
      bits.toNextByte();
      inStream = false;
      ended = bits.atEnd();
    }
    return false;
  }

  private void startStream() throws IOException {
    int level = bits.read(24) == STREAM ? bits.read(8) - '0' : 0;
    if (level < 1 || level > HIGHEST_LEVEL) {
      throw new IOException("bzip2: no stream header");
    }
    block.limit(level * LEVEL_BYTES);
    streamCrc = 0;
    inStream = true;
  }

  private void endBlock() throws IOException {
    if (equal == RUN_AFTER) {
      throw new EOFException("bzip2: a run without length at the end of a block");
    }
    check(expectedCrc, ~blockCrc);
    streamCrc = BZip2Format.streamCrc(streamCrc, ~blockCrc);
    inBlock = false;
  }

  private static void check(int expected, int computed) throws IOException {
    if (expected != computed) {
      throw new IOException("bzip2: wrong checksum");
    }
  }
}
