package dev.svar.internal.codec;

import java.io.EOFException;
import java.io.IOException;

/** Bits, the highest of each byte first. */
final class BZip2Bits {
  private final byte[] data;
  private int at;
  private long buffer;
  private int buffered;

  BZip2Bits(byte[] data) {
    this.data = data;
  }

  /** The next 1 to 24 bits. */
  int read(int count) throws IOException {
    while (buffered < count) {
      if (at == data.length) {
        throw new EOFException("bzip2: ends too early");
      }
      buffer = (buffer << 8) | (data[at++] & 0xff);
      buffered += 8;
    }
    buffered -= count;
    return (int) (buffer >>> buffered) & ((1 << count) - 1);
  }

  boolean readBit() throws IOException {
    return read(1) == 1;
  }

  int readInt() throws IOException {
    return (read(16) << 16) | read(16);
  }

  void toNextByte() {
    buffered -= buffered % 8;
  }

  boolean atEnd() {
    return at == data.length && buffered == 0;
  }
}
