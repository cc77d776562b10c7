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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
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
