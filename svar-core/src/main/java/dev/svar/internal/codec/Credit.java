package dev.svar.internal.codec;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * What a client allows the server of a stream to send, counted from its beginning: a credit that
 * comes twice or late changes nothing.
 *
 * @param items how many items
 * @param bytes of bodies: another item may be sent while fewer than these have been
 */
public record Credit(long items, long bytes) {

  void write(JsonGenerator gen) {
    gen.writeStartObject();
    gen.writeNumberProperty(Wire.CREDIT_ITEMS, items);
    gen.writeNumberProperty(Wire.CREDIT_BYTES, bytes);
    gen.writeEndObject();
  }

  /** The credit that {@code value} of {@code key} says. */
  static Credit read(String key, @Nullable Object value) throws DecodeException {
    if (value instanceof Map<?, ?> map
        && count(map.get(Wire.CREDIT_ITEMS)) >= 0
        && count(map.get(Wire.CREDIT_BYTES)) >= 0) {
      return new Credit(count(map.get(Wire.CREDIT_ITEMS)), count(map.get(Wire.CREDIT_BYTES)));
    }
    throw new DecodeException(
        key + ": no credit (expected: a map of items and bytes, each a number from 0 on)", null);
  }

  private static long count(@Nullable Object value) {
    return value instanceof Integer || value instanceof Long ? ((Number) value).longValue() : -1;
  }
}
