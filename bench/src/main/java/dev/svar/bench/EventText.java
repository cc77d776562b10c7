package dev.svar.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Events in their envelope, as one writes and reads them by hand. */
final class EventText {
  private static final JsonMapper JSON = new JsonMapper();

  private EventText() {}

  static byte[] of(Map<String, ?> payload) {
    Map<String, Object> message = new LinkedHashMap<>();
    message.put("message_id", UUID.randomUUID().toString());
    message.put("publisher_id", "bench");
    message.put("event_type", "bench.event");
    message.put("priority", "INFO");
    message.put("payload", payload);
    message.put("timestamp", LocalDateTime.now(ZoneOffset.UTC).toString().replace('T', ' '));
    message.put("_unique_id", UUID.randomUUID().toString().replace("-", ""));
    return JSON.writeValueAsBytes(
        Map.of("oslo.version", "2.0", "oslo.message", JSON.writeValueAsString(message)));
  }

  static @Nullable Object payload(byte[] body) {
    Map<?, ?> outer = JSON.readValue(new String(body, UTF_8), Map.class);
    return JSON.readValue((String) outer.get("oslo.message"), Map.class).get("payload");
  }
}
