package dev.svar.internal.codec;

import java.io.ByteArrayOutputStream;

/** Writes what {@link BZip2Bits} reads. */
final class BZip2BitWriter {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private long buffer;
  private int buffered;

  /** Writes the lowest 1 to 32 bits of {@code value}. */
  void write(int count, int value) {
    buffer = (buffer << count) | (value & ((1L << count) - 1));
    for (buffered += count; buffered >= 8; buffered -= 8) {
      out.write((int) (buffer >>> (buffered - 8)));
    }
  }

  /** Writes the lowest 48 bits. */
  void writeMagic(long value) {
    write(24, (int) (value >>> 24));
    write(24, (int) value);
  }

  /** What was written, with zeros up to the end of the last byte. */
  byte[] toBytes() {
    write(7, 0);
    return out.toByteArray();
  }
}
