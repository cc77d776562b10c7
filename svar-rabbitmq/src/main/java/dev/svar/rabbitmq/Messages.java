package dev.svar.rabbitmq;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.LongString;
import dev.svar.driver.Message;
import dev.svar.driver.PublishOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Messages as AMQP's properties and back. */
final class Messages {

  private Messages() {}

  /** The properties that oslo.messaging's {@code impl_rabbit.py} sets, and no other. */
  static BasicProperties properties(Message message, PublishOptions options) {
    Duration expiration = options.expiration();
    return new BasicProperties.Builder()
        .contentType(message.contentType())
        .contentEncoding(message.contentEncoding())
        .headers(message.headers())
        .deliveryMode(2)
        .priority(0)
        .expiration(expiration == null ? null : Long.toString(Math.max(0, expiration.toMillis())))
        .build();
  }

  /** A message that arrived; texts in its headers are plain strings. */
  static Message of(BasicProperties properties, byte[] body) {
    return new Message(
        body,
        properties.getContentType(),
        properties.getContentEncoding(),
        headers(properties.getHeaders()));
  }

  private static Map<String, Object> headers(@Nullable Map<String, Object> headers) {
    if (headers == null || headers.isEmpty()) {
      return Map.of();
    }
    Map<String, Object> plain = new LinkedHashMap<>();
    headers.forEach(
        (name, value) -> {
          if (value != null) {
            plain.put(name, plain(value));
          }
        });
    return plain;
  }

  private static Object plain(Object value) {
    if (value instanceof LongString text) {
      return text.toString();
    } else if (value instanceof Map<?, ?> map) {
      Map<String, Object> plain = new LinkedHashMap<>();
      map.forEach(
          (name, item) -> {
            if (item != null) {
              plain.put(String.valueOf(name), plain(item));
            }
          });
      return plain;
    } else if (value instanceof List<?> list) {
      List<Object> plain = new ArrayList<>();
      list.forEach(item -> plain.add(plain(item)));
      return plain;
    }
    return value;
  }
}
