package dev.svar.internal.codec;

import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/** A value for a parameter, in whatever form it is at hand. Immutable and thread-safe. */
public interface Argument {

  /** As map, list, text, number, boolean or null. */
  @Nullable Object value() throws DecodeException;

  /** As {@code type}: a class, a record, or one with type parameters. */
  @Nullable Object as(Type type) throws DecodeException;

  /**
   * What an application's serializer made of this value, as {@code type}: itself if it is of that
   * type already, otherwise by way of JSON.
   */
  @Nullable Object converted(@Nullable Object made, Type type) throws DecodeException;
}
