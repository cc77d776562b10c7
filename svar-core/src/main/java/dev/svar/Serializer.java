package dev.svar;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns an application's values into what a message can carry, and back: each argument, each
 * result, and the context. What it makes must be JSON's: text, numbers, booleans, null, lists and
 * maps of these, or anything that Jackson writes as such.
 *
 * <p>Called on the caller's thread and on the workers of servers, by several at a time.
 */
public interface Serializer {

  /** Changes nothing. */
  Serializer NONE = new Serializer() {};

  /** An argument or a result on its way out. */
  default @Nullable Object serialize(Context context, @Nullable Object value) {
    return value;
  }

  /** An argument or a result that came in, as maps, lists and scalars. */
  default @Nullable Object deserialize(Context context, @Nullable Object value) {
    return value;
  }

  /** The context on its way out. */
  default Map<String, @Nullable Object> serializeContext(Context context) {
    return context.toMap();
  }

  /** A context that came in. */
  default Context deserializeContext(Map<String, @Nullable Object> entries) {
    return Context.of(entries);
  }
}
