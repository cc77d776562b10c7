package dev.svar.internal.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.svar.RemoteException.Failure;
import dev.svar.driver.Dialect;
import dev.svar.driver.Message;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What oslo.messaging sent, as a broker delivered it: each message is read, written again, and
 * compared (R31, X02).
 */
final class CapturesTest {
  private static final JsonMapper LENIENT =
      JsonMapper.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

  private static Stream<String> requests() throws Exception {
    return kinds().filter(kind -> kind.startsWith("call") || kind.startsWith("cast"));
  }

  private static Stream<String> replies() throws Exception {
    return kinds().filter(kind -> kind.startsWith("reply"));
  }

  @ParameterizedTest
  @MethodSource("requests")
  void a_request_is_written_as_it_was_read(String kind) throws Exception {
    Message captured = captured(kind);
    IncomingRequest read = Messages.CODEC.decodeRequest(captured);
    Map<String, @Nullable Object> args = new LinkedHashMap<>();
    for (Map.Entry<String, Json> arg : read.args().entrySet()) {
      args.put(arg.getKey(), arg.getValue().value());
    }
    Request request =
        new Request(
            read.method(),
            args,
            read.namespace(),
            hasVersion(captured) ? read.version() : null,
            read.context(),
            read.uniqueId(),
            read.messageId() == null
                ? null
                : new Request.ReplyTo(
                    read.messageId(), read.replyQueue(), (Integer) read.timeout()));

    Message written = codecLike(captured).encode(request);

    assertThat(json(written)).isEqualTo(json(captured));
    assertSameProperties(written, captured);
    assertThat(codecLike(captured).ids(written))
        .isEqualTo(new Codec.Ids(read.uniqueId(), read.messageId()));
  }

  @ParameterizedTest
  @MethodSource("replies")
  void a_reply_is_written_as_it_was_read(String kind) throws Exception {
    Message captured = captured(kind);
    IncomingReply read = Messages.reply(Messages.CODEC, captured);
    Reply reply =
        new Reply(
            read.messageId(),
            read.uniqueId(),
            read.result().value(),
            read.failure(),
            read.ending());
    if (kind.equals("reply-numbers")) {
      assertThatThrownBy(() -> Messages.CODEC.encode(reply))
          .hasMessage("result[1]: NaN (JSON has no such number)");
      return;
    }

    Message written = codecLike(captured).encode(reply);

    assertThat(json(written)).isEqualTo(json(captured));
    assertSameProperties(written, captured);
  }

  @ParameterizedTest
  @CsvSource({
    "notification-v1, 04bd8133-4701-4b27-b66d-264cad15e928, 2026-11-22 15:57:15.898731,"
        + " d155e00d960d494f9bfe6b615e706c3e",
    "notification-v2, c639d368-4c16-47d1-b7bd-b88aabd65e9f, 2026-11-22 15:57:15.927194,"
        + " 24b3b14f459a44868db9faa12468833f"
  })
  void an_event_is_read_field_by_field(String kind, String id, String time, String uniqueId)
      throws Exception {
    IncomingEvent event = Messages.CODEC.decodeEvent(captured(kind));

    assertThat(event.messageId()).isEqualTo(id);
    assertThat(event.publisherId()).isEqualTo("compute.host1");
    assertThat(event.eventType()).isEqualTo("compute.instance.create.start");
    assertThat(event.priority()).isEqualTo("INFO");
    assertThat(event.payload().value()).isEqualTo(Map.of("instance_id", 12, "state", "active"));
    assertThat(event.timestamp()).isEqualTo(time);
    assertThat(event.uniqueId()).isEqualTo(uniqueId);
    assertThat(event.context())
        .isEqualTo(Map.of("user_id", "u1", "request_id", "req-9", "project_id", "p1"));
    assertThat(event.headers()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"notification-v1", "notification-v2"})
  void an_event_is_written_as_it_was_read(String kind) throws Exception {
    Message captured = captured(kind);
    IncomingEvent read = Messages.CODEC.decodeEvent(captured);

    Message written =
        Messages.CODEC.encodeMap(
            fields(read), read.context(), read::uniqueId, kind.equals("notification-v2"));

    assertThat(withoutSpaces(written)).isEqualTo(withoutSpaces(captured));
    assertSameProperties(written, captured);
  }

  /** The form that oslo.messaging's driver for Kafka gives the same event. */
  @Test
  void an_event_of_kafka_is_read_and_written() throws Exception {
    Codec kafka = new Codec(Dialect.OSLO_KAFKA, Optional.empty(), Limits.DEFAULT);
    Message message =
        Messages.envelope(
            """
            {"message_id": "feb0c303-f838-43a4-b5e8-39ce40276a29", \
            "publisher_id": "compute.host1", "event_type": "compute.instance.create.start", \
            "priority": "INFO", "payload": {"instance_id": 12}, \
            "timestamp": "2026-11-22 12:43:28.705847", \
            "_context": {"user_id": "u1", "request_id": "req-9"}}""");

    IncomingEvent read = kafka.decodeEvent(message);
    Message written = kafka.encodeMap(fields(read), read.context(), () -> "unused", false);

    assertThat(read.messageId()).isEqualTo("feb0c303-f838-43a4-b5e8-39ce40276a29");
    assertThat(read.publisherId()).isEqualTo("compute.host1");
    assertThat(read.eventType()).isEqualTo("compute.instance.create.start");
    assertThat(read.priority()).isEqualTo("INFO");
    assertThat(read.payload().value()).isEqualTo(Map.of("instance_id", 12));
    assertThat(read.timestamp()).isEqualTo("2026-11-22 12:43:28.705847");
    assertThat(read.context()).isEqualTo(Map.of("user_id", "u1", "request_id", "req-9"));
    assertThat(read.uniqueId()).isNull();
    assertThat(withoutSpaces(written)).isEqualTo(withoutSpaces(message));
  }

  /** What a notifier gives the codec. */
  private static Map<String, @Nullable Object> fields(IncomingEvent event) throws Exception {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("message_id", event.messageId());
    fields.put("publisher_id", event.publisherId());
    fields.put("event_type", event.eventType());
    fields.put("priority", event.priority());
    fields.put("payload", event.payload().value());
    fields.put("timestamp", event.timestamp());
    return fields;
  }

  /** The bytes but for the spaces that Python sets after commas and colons, at both levels. */
  private static String withoutSpaces(Message message) {
    return Messages.text(message).replaceAll("(?<=[,:]) (?=[\\\\\"{\\[0-9])", "");
  }

  @Test
  void a_failure_says_what_the_python_exception_was() throws Exception {
    Failure failure = Messages.reply(Messages.CODEC, captured("reply-failure-custom")).failure();

    assertThat(failure.type()).isEqualTo("QuotaError");
    assertThat(failure.module()).isEqualTo("peer_errors");
    assertThat(failure.message()).isEqualTo("too much");
    assertThat(failure.args()).isEqualTo(List.of("too much"));
    assertThat(failure.kwargs()).containsEntry("who", "bob");
    assertThat(failure.traceback())
        .hasSizeGreaterThan(2)
        .startsWith("Traceback (most recent call last):\n");
  }

  @Test
  void pythons_numbers_are_read() throws Exception {
    assertThat(Messages.reply(Messages.CODEC, captured("reply-numbers")).result().value())
        .isEqualTo(
            List.of(
                BigInteger.TWO.pow(70),
                Double.NaN,
                Double.POSITIVE_INFINITY,
                Double.NEGATIVE_INFINITY,
                1.5,
                -0.0));
  }

  /** Both levels as text of one form, in which the order of keys shows; the third as it is. */
  private static String json(Message message) throws Exception {
    byte[] body = new Compression(Optional.empty(), 1 << 20).decompress(message);
    JsonNode envelope = LENIENT.readTree(body);
    assertThat(envelope.propertyNames()).containsExactly("oslo.version", "oslo.message");
    JsonNode inner = LENIENT.readTree(envelope.get("oslo.message").stringValue());
    JsonNode failure = inner.path("failure");
    return envelope.get("oslo.version")
        + " "
        + inner.properties().stream()
            .filter(property -> !property.getKey().equals("failure"))
            .toList()
        + (failure.isString() ? LENIENT.readTree(failure.stringValue()) : failure);
  }

  private static boolean hasVersion(Message message) throws Exception {
    return json(message).contains("version=");
  }

  private static Codec codecLike(Message message) {
    Optional<String> compression =
        Optional.ofNullable(message.headers().get("compression")).map(Object::toString);
    return new Codec(Dialect.OSLO, compression, Limits.DEFAULT);
  }

  private static void assertSameProperties(Message written, Message captured) {
    assertThat(written.contentType()).isEqualTo(captured.contentType());
    assertThat(written.contentEncoding()).isEqualTo(captured.contentEncoding());
    assertThat(written.headers()).isEqualTo(captured.headers());
  }

  private static Stream<String> kinds() throws Exception {
    try (Stream<Path> files = Files.list(folder())) {
      List<String> kinds =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith(".properties.json"))
              .map(name -> name.substring(0, name.indexOf('.')))
              .sorted()
              .toList();
      return kinds.stream();
    }
  }

  private static Message captured(String kind) throws Exception {
    Path properties = folder().resolve(kind + ".properties.json");
    JsonNode said = LENIENT.readTree(Files.readString(properties, UTF_8)).get("properties");
    Map<String, Object> headers = new LinkedHashMap<>();
    said.path("headers")
        .properties()
        .forEach(header -> headers.put(header.getKey(), header.getValue().stringValue()));
    return new Message(
        body(kind),
        said.get("content_type").stringValue(),
        said.get("content_encoding").stringValue(),
        headers);
  }

  /** Those that are not compressed. */
  static List<byte[]> bodies() {
    try (Stream<Path> files = Files.list(folder())) {
      List<byte[]> bodies = new ArrayList<>();
      for (Path file : files.sorted().toList()) {
        String name = file.getFileName().toString();
        if (name.endsWith(".json") && !name.endsWith(".properties.json")) {
          bodies.add(Files.readAllBytes(file));
        }
      }
      return bodies;
    } catch (IOException | URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] body(String kind) throws IOException, URISyntaxException {
    Path compressed = folder().resolve(kind + ".bin");
    return Files.readAllBytes(
        Files.exists(compressed) ? compressed : folder().resolve(kind + ".json"));
  }

  private static Path folder() throws URISyntaxException {
    URL url = CapturesTest.class.getResource("captures");
    assertThat(url).as("captures beside this class").isNotNull();
    return Path.of(url.toURI());
  }
}
