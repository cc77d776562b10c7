package dev.svar.internal.codec;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.OutputStream;
import java.util.Arrays;
import java.util.HexFormat;

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
  private static final byte[] QUOTE = {'\\', '"'};
  private static final byte[] BACKSLASH = {'\\', '\\'};

  /** By byte; the control characters are here since a value may hand over JSON with line ends. */
  private static final boolean[] ESCAPED = new boolean[256];

  static {
    Arrays.fill(ESCAPED, 0, ' ', true);
    ESCAPED['"'] = true;
    ESCAPED['\\'] = true;
  }

  private static final int MEASURED_LIMITS = 4;

  private static final byte[] NOTHING = {};

  private final int limit;
  private final byte[] end;
  private byte[] bytes = new byte[1024];
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
    append(start);
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
    int last = offset + amount;
    int plain = offset;
    for (int i = next(source, offset, last); i < last; i = next(source, i + 1, last)) {
      if (ESCAPED[source[i] & 0xff]) {
        append(source, plain, i - plain);
        append(escaped(source[i]));
        plain = i + 1;
      }
    }
    append(source, plain, last - plain);
    length = count;
  }

  /** What may have to be escaped; a map without an envelope is as it is. */
  private int next(byte[] source, int from, int to) {
    return end.length == 0 ? to : PlainBytes.end(source, from, to);
  }

  private static byte[] escaped(byte b) {
    return switch (b) {
      case '"' -> QUOTE;
      case '\\' -> BACKSLASH;
      default -> ("\\u00" + HexFormat.of().toHexDigits(b)).getBytes(US_ASCII);
    };
  }

  private void measure(byte[] source, int offset, int amount) {
    bytes = NOTHING; // of what is too long, nothing is needed any more
    length += amount;
    for (int i = offset; i < offset + amount; i++) {
      if (end.length > 0 && (source[i] == '"' || source[i] == '\\')) {
        length++;
      }
    }
    if (length / MEASURED_LIMITS > limit) {
      throw new TooLong();
    }
  }

  /** The whole body, if it is not {@link #tooLong}. */
  byte[] finish() {
    append(end);
    return Arrays.copyOf(bytes, count);
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

  private void append(byte[] text) {
    append(text, 0, text.length);
  }

  private void append(byte[] source, int offset, int amount) {
    reserve(amount);
    System.arraycopy(source, offset, bytes, count, amount);
    count += amount;
  }

  private void reserve(int more) {
    if (more > bytes.length - count) {
      long wanted = Math.max((long) count + more, 2L * bytes.length);
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
