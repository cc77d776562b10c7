package dev.svar.internal.codec;

import java.util.Collection;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.SerializationConfig;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.ser.ValueSerializerModifier;
import tools.jackson.databind.ser.jdk.JDKKeySerializers;
import tools.jackson.databind.ser.std.StdSerializer;

/**
 * Refuses what is no name in a map. Jackson would write {@code toString()} of anything, such as
 * {@code Volume@1b6d3586}; Python's json takes text, numbers, booleans and None. Taken here: these,
 * enums, what the JDK has a text for (dates, UUIDs), and types with {@code @JsonKey} or
 * {@code @JsonValue}.
 */
final class MapKeys extends ValueSerializerModifier {
  private static final long serialVersionUID = 1L;

  @Override
  public ValueSerializer<?> modifyKeySerializer(
      SerializationConfig config,
      JavaType type,
      BeanDescription.Supplier description,
      ValueSerializer<?> serializer) {
    boolean byToString = serializer instanceof JDKKeySerializers.Default;
    return byToString && !hasText(type.getRawClass()) ? new Refused() : serializer;
  }

  private static boolean hasText(Class<?> type) {
    if (CharSequence.class.isAssignableFrom(type) || Number.class.isAssignableFrom(type)) {
      return true;
    }
    return type == byte[].class
        || (type.getName().startsWith("java.")
            && type != Object.class
            && !Collection.class.isAssignableFrom(type)
            && !Map.class.isAssignableFrom(type));
  }

  private static final class Refused extends StdSerializer<Object> {
    Refused() {
      super(Object.class);
    }

    @Override
    public void serialize(Object key, JsonGenerator gen, SerializationContext context) {
      throw Refusal.ofKey(gen, key.getClass().getTypeName() + " as a key (expected: text)");
    }
  }
}
