package dev.svar.internal.codec;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.OutputStream;
import java.util.Arrays;

/**
 * The body of a message: takes the JSON text of the inner map and escapes it, as it comes, into the
 * text of the envelope. The inner text is ASCII without control characters, so that quotes and
 * backslashes are all there is to escape.
 *
 * <p>What is longer than the limit is no longer kept but still measured, up to four times the
 * limit, so that an error can say how long it was.
 */
final class EnvelopeOutput extends OutputStream {
  private static final byte[] START =
      ("{\"" + Wire.ENVELOPE_VERSION + "\": \"" + Wire.VERSION + "\", ").getBytes(US_ASCII);
  private static final byte[] MESSAGE =
      ("\"" + Wire.ENVELOPE_MESSAGE + "\": \"").getBytes(US_ASCII);
  private static final byte[] END = "\"}".getBytes(US_ASCII);

  private final int limit;
  private byte[] bytes = new byte[1024];
  private int count;
  private long length;
  private boolean abandoned;

  EnvelopeOutput(int limit) {
    this.limit = limit;
    append(START);
    append(MESSAGE);
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
    reserve(2L * amount);
    byte[] target = bytes;
    int at = count;
    for (int i = offset; i < offset + amount; i++) {
      byte b = source[i];
      if (b == '"' || b == '\\') {
        target[at++] = '\\';
      }
      target[at++] = b;
    }
    count = at;
    length = at;
  }

  private void measure(byte[] source, int offset, int amount) {
    bytes = END; // whatever: nobody will read them
    length += amount;
    for (int i = offset; i < offset + amount; i++) {
      if (source[i] == '"' || source[i] == '\\') {
        length++;
      }
    }
    if (length / 4 > limit) {
      throw new TooLong();
    }
  }

  /** The whole body, if it is not {@link #tooLong}. */
  byte[] finish() {
    append(END);
    return Arrays.copyOf(bytes, count);
  }

  boolean tooLong() {
    return length + END.length > limit;
  }

  /** For an error: {@code 70000000 bytes}, or {@code more than …} if nobody counted to the end. */
  String size(boolean complete) {
    return (complete ? "" : "more than ") + (length + (complete ? END.length : 0)) + " bytes";
  }

  /** From here on, writing does nothing. */
  void abandon() {
    abandoned = true;
  }

  private void append(byte[] text) {
    reserve(text.length);
    System.arraycopy(text, 0, bytes, count, text.length);
    count += text.length;
    length = count;
  }

  private void reserve(long more) {
    if (count + more > bytes.length) {
      long wanted = Math.max(count + more, 2L * bytes.length);
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
