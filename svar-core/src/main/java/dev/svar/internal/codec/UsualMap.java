package dev.svar.internal.codec;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Goes through the keys of an inner map as messages usually have it, in a fraction of the time that
 * {@link InnerMap} takes: finds where values end, and makes nothing of them. What it takes, Jackson
 * takes, and reads likewise. It takes no text beyond ASCII, no escapes in names, no more than 64
 * levels, and none of the numbers that JSON does not have.
 */
final class UsualMap implements Value {
  private static final int MOST_LEVELS = Long.SIZE;

  /** Numbers of so many digits are an {@code int}. */
  private static final int DIGITS_OF_INT = 9;

  /** Instead of a value that Jackson has to read. */
  private static final Object NOT_SIMPLE = new Object();

  private final Jackson jackson;
  private final Text.Bytes text;
  private final byte[] bytes;
  private final int end;
  private final int mostLevels;

  /** Where the key or value is that comes next. */
  private int at;

  /** In how many maps that is. */
  private int level;

  private long tokens;

  private UsualMap(Jackson jackson, Text.Bytes text) {
    this.jackson = jackson;
    this.text = text;
    this.bytes = text.bytes();
    this.end = text.length();
    this.mostLevels = Math.min(MOST_LEVELS, jackson.constraints().getMaxNestingDepth());
  }

  /**
   * Hands each key of the whole text to {@code keys}, or some of them.
   *
   * @return whether all is as usual; if not, what {@code keys} got is to be forgotten
   */
  static boolean read(Jackson jackson, Text.Bytes text, Keys keys) throws DecodeException {
    UsualMap map = new UsualMap(jackson, text);
    try {
      map.at = map.space(0);
      map.each(keys);
      return map.space(map.at) == map.end && map.tokens <= jackson.constraints().getMaxTokenCount();
    } catch (Unusual e) {
      return false;
    }
  }

  @Override
  public void each(Keys keys) throws DecodeException {
    at = space(take(at, '{'));
    level++;
    boolean more = byteAt(at) != '}';
    while (more) {
      int start = at + 1;
      int quote = endOfPlainText(at) - 1;
      String key = ascii(start, quote);
      if (level == 1 && key.equals(Wire.ENVELOPE_MESSAGE)) {
        throw new Unusual(); // perhaps this is not the inner map
      }
      at = afterColon(quote + 1);
      keys.read(key, this);
      at = space(at);
      more = byteAt(at) == ',';
      if (more) {
        at = space(at + 1);
      }
    }
    at = take(at, '}');
    tokens += 2;
    level--;
  }

  @Override
  public JsonToken kind() {
    return switch (byteAt(at)) {
      case '{' -> JsonToken.START_OBJECT;
      case '[' -> JsonToken.START_ARRAY;
      case '"' -> JsonToken.VALUE_STRING;
      case 't' -> JsonToken.VALUE_TRUE;
      case 'f' -> JsonToken.VALUE_FALSE;
      case 'n' -> JsonToken.VALUE_NULL;
      default -> JsonToken.VALUE_NUMBER_INT;
    };
  }

  @Override
  public void skip() {
    at = endOfValue(at);
  }

  @Override
  public Json later(String parent, String name) {
    int start = at;
    skip();
    return new Json(jackson, text, start, at, parent, name, bytes[start] == 'n');
  }

  @Override
  public @Nullable Object now() {
    int start = at;
    long tokensBefore = tokens;
    Object value = byteAt(at) == '[' ? simpleList() : simple();
    if (value == NOT_SIMPLE) {
      at = start;
      tokens = tokensBefore;
      skip();
      return read(start);
    }
    return value;
  }

  /** A list of simple values, such as the roles in a context; or {@link #NOT_SIMPLE}. */
  private Object simpleList() {
    if (level == mostLevels) {
      return NOT_SIMPLE;
    }
    List<@Nullable Object> list = new ArrayList<>();
    at = space(at + 1);
    boolean more = byteAt(at) != ']';
    while (more) {
      Object value = simple();
      if (value == NOT_SIMPLE) {
        return NOT_SIMPLE;
      }
      list.add(value);
      at = space(at);
      more = byteAt(at) == ',';
      if (more) {
        at = space(at + 1);
      }
    }
    at = take(at, ']');
    tokens += 2;
    return list;
  }

  /** A value for which Jackson would be a detour; or {@link #NOT_SIMPLE}. */
  private @Nullable Object simple() {
    int start = at;
    byte first = byteAt(start);
    if (first == '{' || first == '[') {
      return NOT_SIMPLE;
    }
    tokens++;
    if (first == '"') {
      int quote = PlainBytes.end(bytes, start + 1, end);
      at = quote + 1;
      return byteAt(quote) == '"' ? ascii(start + 1, quote) : NOT_SIMPLE;
    }
    at = endOfScalar(start, first);
    return switch (first) {
      case 't' -> true;
      case 'f' -> false;
      case 'n' -> null;
      default -> isSmall(start) ? (Object) small(start) : NOT_SIMPLE;
    };
  }

  /** Whether what begins at {@code start} is a whole number from 0 on, and not a large one. */
  private boolean isSmall(int start) {
    return at - start <= DIGITS_OF_INT && digits(start) == at;
  }

  private int small(int start) {
    int number = 0;
    for (int i = start; i < at; i++) {
      number = number * 10 + (bytes[i] - '0');
    }
    return number;
  }

  private @Nullable Object read(int start) {
    try (JsonParser parser = jackson.parser(text, start, at)) {
      return jackson.mapper().readValue(parser, Object.class);
    }
  }

  private int endOfValue(int start) {
    int i = start;
    long maps = 0; // a bit for each level, the innermost being the last: is it a map?
    int levels = 0;
    while (true) {
      tokens++;
      byte first = byteAt(i);
      if (first == '{' || first == '[') {
        boolean map = first == '{';
        levels++;
        if (level + levels > mostLevels) {
          throw new Unusual();
        }
        maps = maps << 1 | (map ? 1 : 0);
        i = space(i + 1);
        if (byteAt(i) != (map ? '}' : ']')) {
          i = map ? endOfName(i) : i;
          continue;
        }
      } else {
        i = endOfScalar(i, first);
      }
      // A value has ended, or an empty map or list is about to; others may end with it.
      while (levels > 0) {
        boolean map = (maps & 1) != 0;
        i = space(i);
        if (byteAt(i) == ',') {
          i = space(i + 1);
          i = map ? endOfName(i) : i;
          break;
        }
        i = take(i, map ? '}' : ']');
        tokens++;
        maps >>>= 1;
        levels--;
      }
      if (levels == 0) {
        return i;
      }
    }
  }

  /** Where the value is whose name begins at {@code i}. */
  private int endOfName(int i) {
    return afterColon(endOfPlainText(i));
  }

  private int afterColon(int i) {
    tokens++;
    return space(take(space(i), ':'));
  }

  private int endOfScalar(int i, byte first) {
    return switch (first) {
      case '"' -> endOfText(i);
      case 't' -> endOfWord(i, "true");
      case 'f' -> endOfWord(i, "false");
      case 'n' -> endOfWord(i, "null");
      default -> endOfNumber(i);
    };
  }

  private int endOfWord(int start, String word) {
    int i = start;
    for (int n = 0; n < word.length(); n++) {
      i = take(i, word.charAt(n));
    }
    return i;
  }

  private int endOfNumber(int start) {
    int i = byteAt(start) == '-' ? start + 1 : start;
    i = byteAt(i) == '0' ? i + 1 : digits(i);
    if (byteAt(i) == '.') {
      i = digits(i + 1);
    }
    if (byteAt(i) == 'e' || byteAt(i) == 'E') {
      i++;
      i = digits(byteAt(i) == '+' || byteAt(i) == '-' ? i + 1 : i);
    }
    if (i - start > jackson.limits().numberDigits()) {
      throw new Unusual();
    }
    return i;
  }

  /** The end of one digit or more. */
  private int digits(int start) {
    int i = start;
    while (byteAt(i) >= '0' && byteAt(i) <= '9') {
      i++;
    }
    if (i == start) {
      throw new Unusual();
    }
    return i;
  }

  /** The end of a text without escapes. */
  private int endOfPlainText(int start) {
    return take(PlainBytes.end(bytes, take(start, '"'), end), '"');
  }

  private int endOfText(int start) {
    int i = PlainBytes.end(bytes, start + 1, end);
    while (byteAt(i) != '"') {
      i = PlainBytes.end(bytes, endOfEscape(take(i, '\\')), end);
    }
    return i + 1;
  }

  private int endOfEscape(int start) {
    switch (byteAt(start)) {
      case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> {
        return start + 1;
      }
      case 'u' -> {
        int i = start + 1;
        while (i < start + 5 && Character.digit(byteAt(i), 16) >= 0) {
          i++;
        }
        if (i == start + 5) {
          return i;
        }
      }
      default -> {}
    }
    throw new Unusual();
  }

  /** Where the first byte is that is not between two others. */
  private int space(int start) {
    int i = start;
    while (isSpace(byteAt(i))) {
      i++;
    }
    return i;
  }

  private static boolean isSpace(byte b) {
    return b <= ' ' && (b == ' ' || b == '\n' || b == '\r' || b == '\t');
  }

  /** 0 beyond the end: no valid text has that. */
  private byte byteAt(int i) {
    return i < end ? bytes[i] : 0;
  }

  private int take(int i, char expected) {
    if (byteAt(i) != expected) {
      throw new Unusual();
    }
    return i + 1;
  }

  private String ascii(int from, int to) {
    return new String(bytes, from, to - from, ISO_8859_1);
  }

  /** Ends the reading of a text that is another thing than usual. */
  private static final class Unusual extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Unusual() {
      super("unusual", null, false, false);
    }
  }
}
