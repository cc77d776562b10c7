package dev.svar.internal.codec;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.JavaType;

/**
 * A value of a message, kept as text until somebody wants it, on whichever thread that is. Holds on
 * to the text of the whole message. Immutable and thread-safe; reads the text anew each time.
 */
public final class Json implements Argument {
  private static final byte[] NULL = "null".getBytes(US_ASCII);

  private final Jackson jackson;
  private final Text text;
  private final int start;
  private final int end;
  private final String parent;
  private final String name;
  private final boolean isNull;

  /**
   * A part of {@code text}.
   *
   * @param parent the path of the map that it is in, with a dot; empty for the inner map
   */
  Json(Jackson jackson, Text text, int start, int end, String parent, String name, boolean isNull) {
    this.jackson = jackson;
    this.text = text;
    this.start = start;
    this.end = end;
    this.parent = parent;
    this.name = name;
    this.isNull = isNull;
  }

  /** The value of a key that is missing, and counts as null. */
  static Json missing(Jackson jackson, String name) {
    return new Json(jackson, new Text.Bytes(NULL, NULL.length), 0, NULL.length, "", name, true);
  }

  /**
   * As map, list, text, number, boolean or null: {@code LinkedHashMap}, {@code ArrayList}, {@code
   * String}, {@code Integer}, {@code Long} or {@code BigInteger} by size, {@code Double}, {@code
   * Boolean}. What is too large for a double is infinite, as in Python.
   */
  @Override
  public @Nullable Object value() throws DecodeException {
    return as(Object.class);
  }

  /**
   * As {@code type}: a class, a record, or one with type parameters. Only that type and those of
   * its parts are ever made. Names that it does not have are left alone; numbers, text and booleans
   * do not turn into each other, except whole numbers into such with a fraction.
   */
  @Override
  public @Nullable Object as(Type type) throws DecodeException {
    try (JsonParser parser = jackson.parser(text, start, end)) {
      try {
        JavaType wanted = jackson.mapper().constructType(type);
        return jackson.mapper().readValue(parser, wanted);
      } catch (RuntimeException | StackOverflowError e) {
        throw Unconvertible.explain(path(), type, e, parser, jackson.limits());
      }
    }
  }

  /**
   * What an application's serializer made of this value, as {@code type}: itself if it is of that
   * type already, otherwise by way of JSON.
   */
  @Override
  public @Nullable Object converted(@Nullable Object made, Type type) throws DecodeException {
    if (made == null || (type instanceof Class<?> plain && plain.isInstance(made))) {
      return made;
    }
    try {
      return jackson.mapper().convertValue(made, jackson.mapper().constructType(type));
    } catch (RuntimeException | StackOverflowError e) {
      throw new DecodeException(
          path()
              + ": the serializer made a "
              + made.getClass().getTypeName()
              + " (expected: "
              + type.getTypeName()
              + ")",
          e);
    }
  }

  /** Whether it is null. */
  public boolean isNull() {
    return isNull;
  }

  /** Where it is and how long, never what. */
  @Override
  public String toString() {
    return path() + ": " + (end - start) + " characters";
  }

  private String path() {
    return parent + Paths.shortened(name);
  }
}
