package dev.svar.internal.codec;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/**
 * The value of a key that should be text. Judged only when the whole map is read: the last one of
 * several with the same key counts.
 *
 * @param kind null if the key is missing
 * @param text null if it is not text
 */
record Field(@Nullable JsonToken kind, @Nullable String text) {
  static final Field MISSING = new Field(null, null);

  /** Reads {@code value}. */
  static Field read(Value value) {
    JsonToken kind = value.kind();
    if (kind == JsonToken.VALUE_STRING) {
      return new Field(kind, (String) value.now());
    }
    value.skip();
    return new Field(kind, null);
  }

  boolean missing() {
    return kind == null;
  }

  String required(String key) throws DecodeException {
    if (text == null) {
      throw new DecodeException(
          key + ": " + (missing() ? "missing" : Unreadable.kind(kind)) + " (expected: text)", null);
    }
    return text;
  }

  /** Null if the key is missing, or null. */
  @Nullable String optional(String key) throws DecodeException {
    return missing() || kind == JsonToken.VALUE_NULL ? null : required(key);
  }

  /** As {@link #optional}, but an empty text counts as none, as it does in Python. */
  @Nullable String id(String key) throws DecodeException {
    String id = optional(key);
    return id == null || id.isEmpty() ? null : id;
  }
}
