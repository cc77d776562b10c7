package dev.svar.internal.codec;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Collects the keys of a request; others are left alone. */
final class RequestKeys implements InnerMap.Keys {
  private final InnerMap map;
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

  RequestKeys(InnerMap map) {
    this.map = map;
  }

  @Override
  public void read(String key, JsonParser parser) throws DecodeException {
    switch (key) {
      case Wire.METHOD -> method = Field.read(parser);
      case Wire.ARGS -> readArgs(parser);
      case Wire.NAMESPACE -> namespace = Field.read(parser);
      case Wire.TARGET_VERSION -> version = Field.read(parser);
      case Wire.UNIQUE_ID -> uniqueId = Field.read(parser);
      case Wire.MESSAGE_ID -> messageId = Field.read(parser);
      case Wire.REPLY_QUEUE -> replyQueue = Field.read(parser);
      case Wire.TIMEOUT -> {
        hasTimeout = true;
        timeout = InnerMap.now(parser);
      }
      case Wire.STREAM -> {
        hasStream = true;
        stream = InnerMap.now(parser);
      }
      default -> {
        if (key.startsWith(Wire.CONTEXT_PREFIX)) {
          context.put(key.substring(Wire.CONTEXT_PREFIX.length()), InnerMap.now(parser));
        } else {
          parser.skipChildren();
        }
      }
    }
  }

  private void readArgs(JsonParser parser) throws DecodeException {
    argsKind = parser.currentToken();
    args = new LinkedHashMap<>();
    if (argsKind == JsonToken.START_OBJECT) {
      InnerMap.each(parser, (name, value) -> args.put(name, map.later("args.", name, value)));
    } else {
      parser.skipChildren();
    }
  }

  /**
   * What came together, if it is a request.
   *
   * @param anyMethod whether it may be missing, and is empty then
   */
  IncomingRequest request(boolean anyMethod) throws DecodeException {
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
