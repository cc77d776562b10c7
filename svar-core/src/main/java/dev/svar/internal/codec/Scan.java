package dev.svar.internal.codec;

import org.jspecify.annotations.Nullable;

/**
 * Finds the ids in a message that need not be right: cut off, nested without end, with values of
 * wrong types. Reads characters one after the other with a handful of variables, so that no message
 * can cost more than its length.
 */
final class Scan {
  private static final int END = -1;

  /** Ids are 32 characters and names of queues at most 255 bytes (AMQP 0-9-1, shortstr). */
  private static final int LONGEST_ID = 255;

  private @Nullable String uniqueId;
  private @Nullable String messageId;
  private @Nullable String replyQueue;

  private Scan() {}

  /** What {@code body}, decompressed, names as its ids. */
  static Scan of(byte[] body) {
    Scan scan = new Scan();
    scan.map(new Chars(new Bytes(body)));
    return scan;
  }

  @Nullable String uniqueId() {
    return uniqueId;
  }

  @Nullable String messageId() {
    return messageId;
  }

  @Nullable String replyQueue() {
    return replyQueue;
  }

  /** Goes through the keys of one map, and through those of the envelope's. */
  private void map(Chars chars) {
    if (chars.nextVisible() != '{') {
      return;
    }
    int next = chars.nextVisible();
    while (next == '"') {
      String key = chars.text();
      if (chars.nextVisible() != ':') {
        return;
      }
      next = value(key == null ? "" : key, chars);
      next = next == ',' ? chars.nextVisible() : END;
    }
  }

  /** What follows after the value of {@code key}. */
  private int value(String key, Chars chars) {
    int first = chars.nextVisible();
    if (first != '"') {
      return chars.afterValue(first);
    }
    if (Wire.ENVELOPE_MESSAGE.equals(key)) {
      map(new Chars(new Unescaped(chars)));
      return END;
    }
    String text = chars.text();
    if (text != null && !text.isEmpty()) {
      switch (key) {
        case Wire.UNIQUE_ID -> uniqueId = text;
        case Wire.MESSAGE_ID -> messageId = text;
        case Wire.REPLY_QUEUE -> replyQueue = text;
        default -> {}
      }
    }
    return chars.nextVisible();
  }

  /** Where characters come from: one, or {@link #END}. */
  private interface Source {
    int next();
  }

  /** Bytes as characters: beyond ASCII they are none that an id has. */
  private static final class Bytes implements Source {
    private final byte[] bytes;
    private int at;

    Bytes(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    public int next() {
      return at < bytes.length ? bytes[at++] & 0xff : END;
    }
  }

  /** The content of a text, up to its closing quote and never beyond. */
  private static final class Unescaped implements Source {
    private final Chars chars;
    private boolean ended;

    Unescaped(Chars chars) {
      this.chars = chars;
    }

    @Override
    public int next() {
      int c = ended ? END : chars.inText();
      ended = c == END;
      return c;
    }
  }

  /** The tokens of a JSON text. */
  private static final class Chars {
    private final Source source;

    Chars(Source source) {
      this.source = source;
    }

    int nextVisible() {
      int c = source.next();
      while (c == ' ' || c == '\n' || c == '\r' || c == '\t') {
        c = source.next();
      }
      return c;
    }

    /** The text whose opening quote was read; null if it is no id, nor the name of one. */
    @Nullable String text() {
      StringBuilder text = new StringBuilder();
      boolean plain = true;
      for (int c = inText(); c != END; c = inText()) {
        plain &= c < 0x80 && text.length() < LONGEST_ID;
        if (plain) {
          text.append((char) c);
        }
      }
      return plain ? text.toString() : null;
    }

    /** The next character of a text, unescaped; {@link #END} for its closing quote. */
    int inText() {
      int c = source.next();
      if (c == '"') {
        return END;
      }
      if (c != '\\') {
        return c;
      }
      int escaped = source.next();
      return switch (escaped) {
        case 'n' -> '\n';
        case 't' -> '\t';
        case 'r' -> '\r';
        case 'b' -> '\b';
        case 'f' -> '\f';
        case 'u' -> hex() << 12 | hex() << 8 | hex() << 4 | hex();
        default -> escaped;
      };
    }

    private int hex() {
      return Math.max(0, Character.digit(source.next(), 16));
    }

    /** What follows after the value that begins with {@code first}, at the same level. */
    int afterValue(int first) {
      int depth = 0;
      for (int c = first; c != END; c = source.next()) {
        if (depth == 0 && (c == ',' || c == '}')) {
          return c;
        }
        switch (c) {
          case '"' -> skipText();
          case '{', '[' -> depth++;
          case '}', ']' -> depth--;
          default -> {}
        }
      }
      return END;
    }

    private void skipText() {
      int c = source.next();
      while (c != '"' && c != END) {
        if (c == '\\') {
          source.next();
        }
        c = source.next();
      }
    }
  }
}
