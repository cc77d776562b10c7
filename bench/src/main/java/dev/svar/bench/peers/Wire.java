package dev.svar.bench.peers;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/**
 * oslo.messaging's wire format, as one writes and reads it by hand: the message as JSON in a text
 * of the envelope, which is JSON, too.
 */
final class Wire {
  private static final JsonMapper JSON = new JsonMapper();
  private static final ObjectWriter WRITER = JSON.writer();
  private static final ObjectReader READER = JSON.readerFor(Map.class);

  private Wire() {}

  /** A call, or a cast if it has no id. */
  static byte[] request(
      String method, Map<String, ?> args, @Nullable String id, @Nullable String replyQueue) {
    Map<String, Object> request = new LinkedHashMap<>();
    request.put("method", method);
    request.put("args", args);
    if (id != null) {
      request.put("_msg_id", id);
      request.put("_reply_q", replyQueue);
      request.put("_timeout", null);
    }
    request.put("_unique_id", id());
    return wrapped(request);
  }

  /** The last reply to a call. */
  static byte[] reply(@Nullable Object id, @Nullable Object result) {
    Map<String, Object> reply = new LinkedHashMap<>();
    reply.put("result", result);
    reply.put("failure", null);
    reply.put("ending", true);
    reply.put("_msg_id", id);
    reply.put("_unique_id", id());
    return wrapped(reply);
  }

  static byte[] wrapped(Map<String, ?> message) {
    Map<String, Object> envelope = new LinkedHashMap<>(4);
    envelope.put("oslo.version", "2.0");
    envelope.put("oslo.message", WRITER.writeValueAsString(message));
    return WRITER.writeValueAsBytes(envelope);
  }

  static Map<?, ?> unwrapped(byte[] body) {
    Map<?, ?> envelope = READER.readValue(body);
    Object message = envelope.get("oslo.message");
    if (!(message instanceof String text)) {
      throw new IllegalArgumentException("no envelope: " + envelope);
    }
    return READER.readValue(text);
  }

  /** The argument that echo gives back. */
  static @Nullable Object value(Map<?, ?> request) {
    return request.get("args") instanceof Map<?, ?> args ? args.get("value") : null;
  }

  /** 32 lower-case hex digits. */
  static String id() {
    return UUID.randomUUID().toString().replace("-", "");
  }
}
