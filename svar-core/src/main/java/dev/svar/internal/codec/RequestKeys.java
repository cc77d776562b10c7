package dev.svar.internal.codec;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/** Collects the keys of a request; others are left alone. */
final class RequestKeys implements Value.Collector<IncomingRequest> {
  private final boolean anyMethod;
  private final Map<String, @Nullable Object> context = new LinkedHashMap<>();
  private Map<String, Json> args = Map.of();
  private @Nullable JsonToken argsKind;
  private Field method = Field.MISSING;
  private Field namespace = Field.MISSING;
  private Field version = Field.MISSING;
  private Field uniqueId = Field.MISSING;
  private Field messageId = Field.MISSING;
  private Field replyQueue = Field.MISSING;
  private @Nullable Object timeout;
  private boolean hasTimeout;
  private boolean hasStream;
  private @Nullable Object stream;

  /**
   * Nothing yet.
   *
   * @param anyMethod whether the method may be missing, and is empty then
   */
  RequestKeys(boolean anyMethod) {
    this.anyMethod = anyMethod;
  }

  @Override
  public void read(String key, Value value) throws DecodeException {
    switch (key) {
      case Wire.METHOD -> method = Field.read(value);
      case Wire.ARGS -> readArgs(value);
      case Wire.NAMESPACE -> namespace = Field.read(value);
      case Wire.TARGET_VERSION -> version = Field.read(value);
      case Wire.UNIQUE_ID -> uniqueId = Field.read(value);
      case Wire.MESSAGE_ID -> messageId = Field.read(value);
      case Wire.REPLY_QUEUE -> replyQueue = Field.read(value);
      case Wire.TIMEOUT -> {
        hasTimeout = true;
        timeout = value.now();
      }
      case Wire.STREAM -> {
        hasStream = true;
        stream = value.now();
      }
      default -> {
        if (key.startsWith(Wire.CONTEXT_PREFIX)) {
          context.put(key.substring(Wire.CONTEXT_PREFIX.length()), value.now());
        } else {
          value.skip();
        }
      }
    }
  }

  private void readArgs(Value value) throws DecodeException {
    argsKind = value.kind();
    args = new LinkedHashMap<>();
    if (argsKind == JsonToken.START_OBJECT) {
      value.each((name, arg) -> args.put(name, arg.later("args.", name)));
    } else {
      value.skip();
    }
  }

  @Override
  public IncomingRequest message() throws DecodeException {
    if (argsKind != null
        && argsKind != JsonToken.START_OBJECT
        && argsKind != JsonToken.VALUE_NULL) {
      throw new DecodeException(
          Wire.ARGS + ": " + Unreadable.kind(argsKind) + " (expected: a map)", null);
    }
    return new IncomingRequest(
        anyMethod ? orEmpty(method.optional(Wire.METHOD)) : method.required(Wire.METHOD),
        Collections.unmodifiableMap(args),
        namespace.optional(Wire.NAMESPACE),
        version.missing() ? Wire.NO_VERSION : version.optional(Wire.TARGET_VERSION),
        Collections.unmodifiableMap(context),
        uniqueId.id(Wire.UNIQUE_ID),
        messageId.id(Wire.MESSAGE_ID),
        replyQueue.id(Wire.REPLY_QUEUE),
        timeout,
        hasTimeout,
        hasStream ? Credit.read(Wire.STREAM, stream) : null);
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }
}
