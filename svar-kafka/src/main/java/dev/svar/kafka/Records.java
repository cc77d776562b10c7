package dev.svar.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.svar.driver.Message;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * Messages as records: the body is the value, there is no key, and headers are text. Content type
 * and encoding are not sent, as Python does not; what arrives is JSON in UTF-8.
 */
final class Records {
  private static final byte[] NOTHING = {};

  private Records() {}

  static ProducerRecord<byte[], byte[]> record(String topic, Message message) {
    List<Header> headers = new ArrayList<>();
    message
        .headers()
        .forEach(
            (name, value) -> headers.add(new RecordHeader(name, value.toString().getBytes(UTF_8))));
    return new ProducerRecord<>(topic, null, null, null, message.body(), headers);
  }

  static Message message(ConsumerRecord<byte[], byte[]> record) {
    Iterator<Header> all = record.headers().iterator();
    Map<String, Object> headers = all.hasNext() ? new HashMap<>() : Map.of();
    while (all.hasNext()) {
      Header header = all.next();
      byte[] value = header.value();
      headers.put(header.key(), value == null ? "" : new String(value, UTF_8));
    }
    byte[] body = record.value();
    // A null value is what log compaction calls a deletion; to us it says nothing.
    return new Message(body == null ? NOTHING : body, "application/json", "utf-8", headers);
  }

  /** {@code message} with more headers, which replace those of the same name. */
  static Message with(Message message, Map<String, Object> more) {
    Map<String, Object> headers = new HashMap<>(message.headers());
    headers.putAll(more);
    return new Message(message.body(), message.contentType(), message.contentEncoding(), headers);
  }
}
