package dev.svar.internal.codec;

import org.jspecify.annotations.Nullable;

/** Writes values as JSON text for people and logs: none that peers must read. */
public final class JsonWriter {
  private static final Jackson JACKSON = Jackson.with(Limits.DEFAULT);

  private JsonWriter() {}

  /** The JSON of {@code value}, which is map, list, text, number, boolean or null. */
  public static String write(@Nullable Object value) {
    return JACKSON.mapper().writeValueAsString(value);
  }
}
