package dev.svar.internal.codec;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/**
 * The value of a key in a message that is being read, in the order in which it comes. Whoever gets
 * one calls one of the methods that read it, once.
 */
interface Value {

  /** What it begins with; of numbers, whether they are whole does not count. */
  JsonToken kind();

  /** Leaves it alone. */
  void skip();

  /** As map, list, text, number, boolean or null. */
  @Nullable Object now();

  /**
   * As text for later.
   *
   * @param parent the path of the map that it is in, with a dot; empty for the inner map
   */
  Json later(String parent, String name);

  /** Hands each key of this map to {@code keys}. */
  void each(Keys keys) throws DecodeException;

  /** Takes the keys of a map. */
  interface Keys {

    /** Reads the value of {@code key}. */
    void read(String key, Value value) throws DecodeException;
  }

  /** Takes the keys of an inner map. */
  interface Collector<T> extends Keys {

    /** What came together, if it is a message of its kind. */
    T message() throws DecodeException;
  }
}
