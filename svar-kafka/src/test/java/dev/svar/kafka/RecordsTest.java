package dev.svar.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.svar.driver.Message;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

/** What is on the wire. */
final class RecordsTest {

  @Test
  void a_record_has_neither_key_nor_headers_just_as_pythons() {
    Message message = Message.of("{}");

    ProducerRecord<byte[], byte[]> record = Records.record("notifications.info", message);

    assertThat(record.topic()).isEqualTo("notifications.info");
    assertThat(record.key()).isNull();
    assertThat(record.partition()).isNull();
    assertThat(record.headers()).isEmpty();
    assertThat(record.value()).isEqualTo("{}".getBytes(UTF_8));
  }

  @Test
  void headers_are_text() {
    Message message = Records.with(Message.of("{}"), Map.of("x-svar-attempts", 3));

    ProducerRecord<byte[], byte[]> record = Records.record("t", message);

    assertThat(record.headers().lastHeader("x-svar-attempts").value())
        .isEqualTo("3".getBytes(UTF_8));
    assertThat(Records.message(received(record.value(), record.headers())).headers())
        .containsOnly(entry("x-svar-attempts", "3"));
  }

  @Test
  void what_arrives_is_json_whoever_sent_it() {
    Message message = Records.message(received("{}".getBytes(UTF_8), new RecordHeaders()));

    assertThat(message.contentType()).isEqualTo("application/json");
    assertThat(message.contentEncoding()).isEqualTo("utf-8");
    assertThat(message.headers()).isEmpty();
    assertThat(message.body()).isEqualTo("{}".getBytes(UTF_8));
  }

  @Test
  void a_record_without_a_value_is_an_empty_message() {
    Headers headers = new RecordHeaders().add("flag", null);

    Message message = Records.message(received(null, headers));

    assertThat(message.body()).isEmpty();
    assertThat(message.headers()).containsOnly(entry("flag", ""));
  }

  private static ConsumerRecord<byte[], byte[]> received(byte[] value, Headers headers) {
    return new ConsumerRecord<>(
        "t", 0, 0, 0, TimestampType.CREATE_TIME, 0, 0, null, value, headers, Optional.empty());
  }
}
