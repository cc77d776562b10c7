package dev.svar.internal.codec;

import org.jspecify.annotations.Nullable;

/** Writes values as JSON text for people and logs: none that peers must read. */
public final class JsonWriter {
  private static final Jackson JACKSON = Jackson.with(Limits.DEFAULT);

  private JsonWriter() {}

  /** {@code value}, which Jackson can write, as map, list, text, number, boolean or null. */
  public static @Nullable Object plain(@Nullable Object value) {
    return JACKSON.mapper().readValue(write(value), Object.class);
  }

  /** The JSON of {@code value}, which Jackson can write. */
  public static String write(@Nullable Object value) {
    return JACKSON.mapper().writeValueAsString(value);
  }
}
