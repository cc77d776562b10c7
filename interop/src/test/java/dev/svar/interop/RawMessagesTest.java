package dev.svar.interop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.svar.Counter;
import dev.svar.Transport;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/** What no well-behaved peer sends, published byte by byte to a Java server. */
class RawMessagesTest extends InteropTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Map<String, Object> JSON_TYPE =
      Map.of("content_type", "application/json", "content_encoding", "utf-8");

  private final BlockingQueue<String> rejected = new LinkedBlockingQueue<>();
  private PythonPeer.Role amqp;
  private PythonPeer.Role replies;
  private JavaEndpoint server;

  private void begin() {
    Transport transport =
        closing(
            Transport.builder()
                .url(vhost.url())
                .maxMessageBytes(1 << 20)
                .observer(
                    (counter, detail) -> {
                      if (counter == Counter.REJECTED) {
                        rejected.add(detail);
                      }
                    })
                .open());
    server = javaServer(transport, "host1");
    amqp = closing(python.open("amqp", Map.of("url", vhost.url())));
    replies = closing(python.open("capture", Map.of("url", vhost.url(), "queue", "reply_raw")));
  }

  private void publish(byte[] body, Map<String, Object> properties) {
    amqp.request(
        "publish",
        Map.of(
            "exchange",
            "openstack",
            "key",
            "demo",
            "body_base64",
            Base64.getEncoder().encodeToString(body),
            "properties",
            properties));
  }

  private static String envelope(String version, String inner) {
    return JSON.writeValueAsString(Map.of("oslo.version", version, "oslo.message", inner));
  }

  private Map<String, Object> reply() {
    Map<String, Object> message = replies.map("next", Map.of("timeout", 30));
    Map<String, Object> envelope =
        PythonPeer.asMap(JSON.readValue(String.valueOf(message.get("body")), Object.class));
    return PythonPeer.asMap(
        JSON.readValue(String.valueOf(envelope.get("oslo.message")), Object.class));
  }

  @Test
  void a_bare_request_of_version_1_0_is_answered() {
    begin();

    publish(
        "{\"method\":\"add\",\"args\":{\"x\":1,\"y\":2},\"namespace\":\"ns1\",\"version\":\"1.2\",\"_msg_id\":\"m1\",\"_reply_q\":\"reply_raw\",\"_timeout\":null}"
            .getBytes(UTF_8),
        JSON_TYPE);

    assertThat(reply())
        .containsEntry("_msg_id", "m1")
        .containsEntry("result", 3)
        .containsEntry("ending", true)
        .containsEntry("failure", null)
        .containsKey("_unique_id");
  }

  @Test
  void unknown_keys_and_missing_ones_are_tolerated() {
    begin();

    publish(
        envelope(
                "2.0.0",
                "{\"method\":\"who\",\"namespace\":\"ns1\",\"version\":\"1.0\",\"_msg_id\":\"m2\",\"_reply_q\":\"reply_raw\",\"x\":[1,{}]}")
            .getBytes(UTF_8),
        Map.of("content_type", "application/json"));

    assertThat(reply()).containsEntry("_msg_id", "m2").containsEntry("result", "host1");
  }

  @Test
  void of_duplicate_keys_the_last_wins() {
    begin();

    publish(
        envelope(
                "2.0",
                "{\"method\":\"nope\",\"method\":\"add\",\"args\":{\"x\":9},\"args\":{\"x\":1,\"y\":2,\"y\":5},\"namespace\":\"ns1\",\"version\":\"1.0\",\"_msg_id\":\"m3\",\"_reply_q\":\"reply_raw\"}")
            .getBytes(UTF_8),
        JSON_TYPE);

    assertThat(reply()).containsEntry("result", 6);
  }

  @Test
  void a_request_without_a_version_means_1_0_and_one_that_is_null_none() {
    begin();

    publish(
        envelope(
                "2.0",
                "{\"method\":\"who\",\"namespace\":\"ns1\",\"_msg_id\":\"m4\",\"_reply_q\":\"reply_raw\",\"_timeout\":null}")
            .getBytes(UTF_8),
        JSON_TYPE);
    assertThat(reply()).containsEntry("result", "host1");

    publish(
        envelope(
                "2.0",
                "{\"method\":\"who\",\"namespace\":\"ns1\",\"version\":null,\"_msg_id\":\"m5\",\"_reply_q\":\"reply_raw\"}")
            .getBytes(UTF_8),
        JSON_TYPE);
    assertThat(String.valueOf(reply().get("failure"))).contains("UnsupportedVersion");
  }

  @Test
  void a_repeated_unique_id_runs_once() throws Exception {
    begin();
    byte[] body =
        envelope(
                "2.0",
                "{\"method\":\"tell\",\"args\":{\"what\":1},\"namespace\":\"ns1\",\"version\":\"1.0\",\"_unique_id\":\"u1\"}")
            .getBytes(UTF_8);

    publish(body, JSON_TYPE);
    publish(body, JSON_TYPE);
    publish(
        envelope(
                "2.0",
                "{\"method\":\"tell\",\"args\":{\"what\":2},\"namespace\":\"ns1\",\"version\":\"1.0\",\"_unique_id\":\"u2\"}")
            .getBytes(UTF_8),
        JSON_TYPE);

    Object first = server.told.poll(30, SECONDS);
    Object second = server.told.poll(30, SECONDS);
    assertThat(new Object[] {first, second}).containsExactlyInAnyOrder(1, 2);
    assertThat(server.told).isEmpty();
  }

  @Test
  void a_real_gzip_body_is_read() throws IOException {
    begin();
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
      gzip.write(
          envelope(
                  "2.0",
                  "{\"method\":\"who\",\"namespace\":\"ns1\",\"_msg_id\":\"m6\",\"_reply_q\":\"reply_raw\"}")
              .getBytes(UTF_8));
    }
    Map<String, Object> properties = new HashMap<>(JSON_TYPE);
    properties.put("headers", Map.of("compression", "application/x-gzip"));

    publish(zipped.toByteArray(), properties);

    assertThat(reply()).containsEntry("result", "host1");
  }

  static Stream<Arguments> malformed() {
    String ids = ",\"_msg_id\":\"bad\",\"_reply_q\":\"reply_raw\"}";
    return Stream.of(
        Arguments.of("no JSON", "hello".getBytes(UTF_8), JSON_TYPE, false),
        Arguments.of("empty", new byte[0], JSON_TYPE, false),
        Arguments.of(
            "bytes that are no UTF-8", new byte[] {(byte) 0xff, (byte) 0xfe, 0}, JSON_TYPE, false),
        Arguments.of("a list", "[1]".getBytes(UTF_8), JSON_TYPE, false),
        Arguments.of("cut off", "{\"method\":\"add\"".getBytes(UTF_8), JSON_TYPE, false),
        Arguments.of(
            "plain text type", "{}".getBytes(UTF_8), Map.of("content_type", "text/plain"), false),
        Arguments.of(
            "envelope version 9.0", envelope("9.0", "{}").getBytes(UTF_8), JSON_TYPE, false),
        Arguments.of(
            "envelope version 2.1", envelope("2.1", "{}").getBytes(UTF_8), JSON_TYPE, false),
        Arguments.of(
            "an inner text that is no JSON",
            envelope("2.0", "oops").getBytes(UTF_8),
            JSON_TYPE,
            false),
        Arguments.of(
            "no method", envelope("2.0", "{\"args\":{}" + ids).getBytes(UTF_8), JSON_TYPE, true),
        Arguments.of(
            "a method that is a number",
            envelope("2.0", "{\"method\":7" + ids).getBytes(UTF_8),
            JSON_TYPE,
            true),
        Arguments.of(
            "args that are a list",
            envelope("2.0", "{\"method\":\"add\",\"args\":[1]" + ids).getBytes(UTF_8),
            JSON_TYPE,
            true),
        Arguments.of(
            "nesting of 100,000",
            envelope(
                    "2.0",
                    "{\"method\":\"same\",\"args\":{\"arg\":"
                        + "[".repeat(100_000)
                        + "]".repeat(100_000)
                        + "}"
                        + ids)
                .getBytes(UTF_8),
            JSON_TYPE,
            true),
        Arguments.of(
            "more than the limit", " ".repeat((1 << 20) + 1).getBytes(UTF_8), JSON_TYPE, false),
        Arguments.of(
            "an unknown compression",
            "{}".getBytes(UTF_8),
            Map.of(
                "content_type",
                "application/json",
                "headers",
                Map.of("compression", "application/x-rar")),
            false),
        Arguments.of(
            "a broken compression",
            "{}".getBytes(UTF_8),
            Map.of(
                "content_type",
                "application/json",
                "headers",
                Map.of("compression", "application/x-gzip")),
            false));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("malformed")
  void a_malformed_message_is_rejected_and_counted_and_the_server_goes_on(
      String name, byte[] body, Map<String, Object> properties, boolean answered) throws Exception {
    begin();

    publish(body, properties);

    assertThat(rejected.poll(30, SECONDS)).startsWith("openstack/demo: ");
    if (answered) {
      assertThat(reply()).containsEntry("_msg_id", "bad").containsKey("failure");
    }
    assertThat(call(pythonClient(), "add", Map.of("x", 1, "y", 2))).isEqualTo(3);
    assertThat(rejected).isEmpty();
    assertThat(vhost.queue("demo").name()).isEqualTo("demo");
  }
}
