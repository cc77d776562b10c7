package dev.svar.bench.peers;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Events in their envelope, as one writes and reads them by hand. */
final class EventText {
  private EventText() {}

  static byte[] of(Map<String, ?> payload) {
    Map<String, Object> message = new LinkedHashMap<>();
    message.put("message_id", UUID.randomUUID().toString());
    message.put("publisher_id", "bench");
    message.put("event_type", "bench.event");
    message.put("priority", "INFO");
    message.put("payload", payload);
    message.put("timestamp", LocalDateTime.now(ZoneOffset.UTC).toString().replace('T', ' '));
    message.put("_unique_id", Wire.id());
    return Wire.wrapped(message);
  }

  static @Nullable Object payload(byte[] body) {
    return Wire.unwrapped(body).get("payload");
  }
}
