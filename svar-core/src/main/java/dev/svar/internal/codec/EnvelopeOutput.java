package dev.svar.internal.codec;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.OutputStream;
import java.util.Arrays;

/**
 * The body of a message: takes the JSON text of the inner map and escapes it, as it comes, into the
 * text of the envelope, or leaves it as it is where there is none.
 *
 * <p>What is longer than the limit is no longer kept but still measured, up to four times the
 * limit, so that an error can say how long it was.
 */
final class EnvelopeOutput extends OutputStream {
  static final byte[] START =
      """
      {"%s": "%s", "%s": \""""
          .formatted(Wire.ENVELOPE_VERSION, Wire.VERSION, Wire.ENVELOPE_MESSAGE)
          .getBytes(US_ASCII);

  static final byte[] END = "\"}".getBytes(US_ASCII);
  private static final int MEASURED_LIMITS = 4;

  private static final byte[] NOTHING = {};

  private final int limit;
  private final byte[] end;

  /** At first the start itself, in which there is no room. */
  private byte[] bytes;

  private int count;

  /** As {@link #count} as long as everything is kept. */
  private long length;

  private boolean abandoned;

  EnvelopeOutput(int limit) {
    this(limit, START, END);
  }

  private EnvelopeOutput(int limit, byte[] start, byte[] end) {
    this.limit = limit;
    this.end = end;
    bytes = start;
    count = start.length;
    length = count;
  }

  /** The map alone, as messages were before there were envelopes. */
  static EnvelopeOutput none(int limit) {
    return new EnvelopeOutput(limit, NOTHING, NOTHING);
  }

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] source, int offset, int amount) {
    if (abandoned) {
      return;
    }
    if (length > limit) {
      measure(source, offset, amount);
      return;
    }
    if (end.length == 0) {
      append(source, offset, amount);
    } else {
      int last = offset + amount;
      reserve(amount + Escapes.more(source, offset, last));
      count = Escapes.escape(source, offset, last, bytes, count);
    }
    length = count;
  }

  private void measure(byte[] source, int offset, int amount) {
    bytes = NOTHING; // of what is too long, nothing is needed any more
    length += amount + (end.length == 0 ? 0 : Escapes.more(source, offset, offset + amount));
    if (length / MEASURED_LIMITS > limit) {
      throw new TooLong();
    }
  }

  /** The whole body, if it is not {@link #tooLong}. */
  byte[] finish() {
    System.arraycopy(end, 0, bytes, count, end.length);
    count += end.length;
    return bytes.length == count ? bytes : Arrays.copyOf(bytes, count);
  }

  boolean tooLong() {
    return length + end.length > limit;
  }

  /**
   * How long it is, for an error.
   *
   * @param complete whether everything was written
   */
  String size(boolean complete) {
    return complete ? length + end.length + " bytes" : "more than " + length + " bytes";
  }

  /** From here on, writing does nothing. */
  void abandon() {
    abandoned = true;
  }

  private void append(byte[] source, int offset, int amount) {
    reserve(amount);
    System.arraycopy(source, offset, bytes, count, amount);
    count += amount;
  }

  /** Makes room for so much and the end: most messages come as a whole, and need no more. */
  private void reserve(int more) {
    long needed = (long) count + more + end.length;
    if (needed > bytes.length) {
      long wanted = Math.max(needed, 2L * bytes.length);
      bytes = Arrays.copyOf(bytes, (int) Math.min(wanted, Integer.MAX_VALUE - 8));
    }
  }

  /** Ends the writing of a message that is far too long. */
  private static final class TooLong extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooLong() {
      super("too long", null, false, false);
    }
  }
}
