package dev.svar.internal.codec;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.svar.RemoteException.Failure;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;

/**
 * Failures in replies: a map as JSON text, as oslo.messaging's {@code _drivers/common.py} writes it
 * ({@code serialize_remote_exception}) and reads it ({@code deserialize_remote_exception}).
 */
final class Failures {

  /** What a failure without readable class counts as: oslo.messaging, {@code rpc/client.py}. */
  static final String UNKNOWN_TYPE = "RemoteError";

  /** Where {@link #UNKNOWN_TYPE} is defined. */
  static final String UNKNOWN_MODULE = "oslo_messaging.rpc.client";

  /** {@code _REMOTE_POSTFIX}: on class and module of an exception that came from elsewhere. */
  private static final String REMOTE = "_Remote";

  private static final String CLASS = "class";
  private static final String MODULE = "module";
  private static final String MESSAGE = "message";
  private static final String TRACEBACK = "tb";
  private static final String ARGS = "args";
  private static final String KWARGS = "kwargs";

  private final Jackson jackson;

  Failures(Jackson jackson) {
    this.jackson = jackson;
  }

  /** The text of a failure, in ASCII. */
  String write(Failure failure) throws EncodeException {
    ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
    JsonGenerator gen = jackson.generator(out);
    try (gen) {
      String type = failure.type();
      String module = failure.module();
      // An exception that passes through, and so came with both: as it was where it began.
      if (module != null && module.endsWith(REMOTE) && type.endsWith(REMOTE)) {
        type = withoutRemote(type);
        module = withoutRemote(module);
      }
      gen.writeStartObject();
      gen.writeStringProperty(CLASS, type);
      gen.writeStringProperty(MODULE, module);
      gen.writeStringProperty(MESSAGE, failure.message());
      gen.writePOJOProperty(TRACEBACK, failure.traceback());
      gen.writePOJOProperty(ARGS, failure.args());
      gen.writePOJOProperty(KWARGS, failure.kwargs());
      gen.writeEndObject();
    } catch (RuntimeException | StackOverflowError e) {
      throw Unwritable.explain(Wire.FAILURE + ".", e, gen, jackson.limits());
    }
    return out.toString(US_ASCII);
  }

  private static String withoutRemote(String name) {
    return name.substring(0, name.length() - REMOTE.length());
  }

  /**
   * Reads {@code failure} of a reply: its text, or the map itself from a peer that did not make it
   * text. Null if there is none, which is whatever Python holds for false: null, "", false, 0, an
   * empty list or map. What is not a failure as above becomes one of type {@link #UNKNOWN_TYPE}
   * with all of it as its message: a failure is never lost.
   */
  @Nullable Failure read(@Nullable Object failure) {
    if (isNothing(failure)) {
      return null;
    }
    if (failure instanceof Map<?, ?> map) {
      return failure(map);
    }
    return failure instanceof String text ? read(text) : unknown(String.valueOf(failure));
  }

  private Failure read(String text) {
    try {
      Object value = jackson.mapper().readValue(Surrogates.unescaped(text), Object.class);
      return value instanceof Map<?, ?> map ? failure(map) : unknown(text);
    } catch (JacksonException e) {
      return unknown(text);
    }
  }

  private static boolean isNothing(@Nullable Object failure) {
    return failure == null
        || failure.equals("")
        || failure.equals(false)
        || (failure instanceof Number number && number.doubleValue() == 0)
        || (failure instanceof List<?> list && list.isEmpty())
        || (failure instanceof Map<?, ?> map && map.isEmpty());
  }

  private static Failure unknown(String text) {
    return new Failure(UNKNOWN_TYPE, UNKNOWN_MODULE, text, List.of(), List.of(), Map.of());
  }

  private static Failure failure(Map<?, ?> map) {
    String type = map.get(CLASS) instanceof String text ? text : null;
    String module = map.get(MODULE) instanceof String text ? text : null;
    // Python 2's name of it (_EXCEPTIONS_MODULES).
    module = "exceptions".equals(module) ? "builtins" : module;
    return new Failure(
        type != null ? type : UNKNOWN_TYPE,
        type != null ? module : UNKNOWN_MODULE,
        map.get(MESSAGE) == null ? "" : String.valueOf(map.get(MESSAGE)),
        traceback(map.get(TRACEBACK)),
        map.get(ARGS) instanceof List<?> args ? new ArrayList<@Nullable Object>(args) : List.of(),
        map.get(KWARGS) instanceof Map<?, ?> kwargs ? named(kwargs) : Map.of());
  }

  private static Map<String, @Nullable Object> named(Map<?, ?> kwargs) {
    Map<String, @Nullable Object> named = new LinkedHashMap<>();
    kwargs.forEach((name, value) -> named.put(String.valueOf(name), value));
    return named;
  }

  private static List<String> traceback(@Nullable Object lines) {
    if (lines instanceof List<?> list) {
      return list.stream().map(String::valueOf).toList();
    }
    return lines == null ? List.of() : List.of(String.valueOf(lines));
  }
}
