package dev.svar.internal.codec;

import static java.time.format.DateTimeFormatter.ISO_LOCAL_DATE;
import static java.time.temporal.ChronoField.NANO_OF_SECOND;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonFactoryBuilder;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.ext.javatime.ser.LocalDateTimeSerializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.BeanSerializerFactory;
import tools.jackson.databind.ser.std.StdSerializer;
import tools.jackson.databind.ser.std.ToStringSerializer;
import tools.jackson.databind.type.LogicalType;

/** How Jackson reads and writes the values of messages. */
final class Settings {

  /** The map of the message, and in it {@code args}: levels that a value does not count. */
  private static final int LEVELS_OF_THE_MESSAGE = 2;

  /** Names, text and brackets included: ordinary messages have more. */
  private static final int BYTES_OF_A_VALUE = 8;

  private static final long FEWEST_VALUES = 1_000_000;

  private Settings() {}

  static JsonMapper mapper(Limits limits) {
    return JsonMapper.builder(factory(limits))
        .serializerFactory(BeanSerializerFactory.instance.withNullKeySerializer(new NullKey()))
        .addModule(likePython())
        // What is read is what was asked for, or an error: no text becomes a number, no fraction is
        // cut off. Keys that the type does not have are the next version's, and are left alone.
        .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
        .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
        .withCoercionConfig(
            LogicalType.Textual,
            text ->
                text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                    .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                    .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
        .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
        // toString() is for people and may change: an enum travels by its name.
        .disable(EnumFeature.WRITE_ENUMS_USING_TO_STRING)
        .disable(EnumFeature.READ_ENUMS_USING_TO_STRING)
        .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
        // A type without properties is a mistake (a stream, a lock), not {}.
        .enable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
        .build();
  }

  private static JsonFactory factory(Limits limits) {
    int depth = limits.depth() + LEVELS_OF_THE_MESSAGE;
    JsonFactoryBuilder builder =
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(depth)
                    .maxNumberLength(limits.numberDigits())
                    .maxTokenCount(values(limits))
                    // The text in the envelope, and a failure in that, are as long as the body may
                    // be.
                    .maxStringLength(limits.messageBytes())
                    .maxNameLength(limits.messageBytes())
                    .build())
            .streamWriteConstraints(StreamWriteConstraints.builder().maxNestingDepth(depth).build())
            // The body is UTF-8 because its properties say so.
            .disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
            // Python's json writes and reads NaN, Infinity and -Infinity.
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            // Python's json: everything that is not ASCII escaped, in lower case, and the slash
            // not.
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .disable(JsonWriteFeature.WRITE_HEX_UPPER_CASE)
            .disable(JsonWriteFeature.ESCAPE_FORWARD_SLASHES)
            .disable(JsonWriteFeature.WRITE_NAN_AS_STRINGS)
            // The shortest text that is the same number, as in Python; and fast.
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            // A message that failed half way stays so.
            .disable(StreamWriteFeature.AUTO_CLOSE_CONTENT);
    return new StrictFactory(builder, limits.numberDigits());
  }

  /**
   * How many values, names and brackets a message may have. An empty map takes two bytes on the
   * wire and thirty times that in memory: without a limit of its own, a message within the limit of
   * bytes could fill the heap.
   */
  private static long values(Limits limits) {
    return Math.max(FEWEST_VALUES, limits.messageBytes() / BYTES_OF_A_VALUE);
  }

  /** oslo.serialization, {@code jsonutils.py}, {@code to_primitive}. */
  private static SimpleModule likePython() {
    // %Y-%m-%dT%H:%M:%S.%f: six digits at least, because strptime wants them. Up to nine where the
    // value has nanoseconds.
    DateTimeFormatter dateTime =
        new DateTimeFormatterBuilder()
            .append(ISO_LOCAL_DATE)
            .appendPattern("'T'HH:mm:ss")
            .appendFraction(NANO_OF_SECOND, 6, 9, true)
            .toFormatter();
    return new SimpleModule("svar")
        .addSerializer(LocalDateTime.class, new LocalDateTimeSerializer(dateTime))
        .addSerializer(Throwable.class, ToStringSerializer.instance)
        .setSerializerModifier(new MapKeys());
  }

  /** {@code null} as the name in a map: Python's json writes None so. */
  private static final class NullKey extends StdSerializer<Object> {
    NullKey() {
      super(Object.class);
    }

    @Override
    public void serialize(Object value, JsonGenerator gen, SerializationContext context) {
      gen.writeName("null");
    }
  }
}
