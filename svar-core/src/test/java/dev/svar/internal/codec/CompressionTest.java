package dev.svar.internal.codec;

import static dev.svar.internal.codec.Messages.CODEC;
import static dev.svar.internal.codec.Messages.MESSAGE_ID;
import static dev.svar.internal.codec.Messages.UNIQUE_ID;
import static dev.svar.internal.codec.Messages.envelope;
import static dev.svar.internal.codec.Messages.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.svar.driver.Dialect;
import dev.svar.driver.Message;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compressed bodies, as kombu writes them and as others might (X06). */
final class CompressionTest {
  private static final Message PLAIN =
      envelope("{\"method\": \"echo\", \"_msg_id\": \"m\", \"_reply_q\": \"q\"}");

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "zlib", "GZIP", "application/x-gzip"})
  void what_is_sent_is_a_zlib_stream_under_the_name_of_gzip(String name) throws Exception {
    Codec codec = new Codec(Dialect.OSLO, Optional.of(name), Limits.DEFAULT);
    Message message = codec.encode(Messages.cast("arg", "x".repeat(10_000)));

    assertThat(message.headers()).isEqualTo(Map.of("compression", "application/x-gzip"));
    assertThat(message.body()).startsWith(0x78, 0x9c).hasSizeLessThan(500);
    assertThat(CODEC.decodeRequest(message).args().get("arg").value())
        .isEqualTo("x".repeat(10_000));
    assertThat(CODEC.ids(message)).isEqualTo(new Codec.Ids(UNIQUE_ID, null));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bzip2", "bzip", "bz2", "BZIP2", "application/x-bz2"})
  void bzip2_is_sent_under_the_name_that_kombu_writes(String name) throws Exception {
    Codec codec = new Codec(Dialect.OSLO, Optional.of(name), Limits.DEFAULT);
    Message message = codec.encode(Messages.cast("arg", "x".repeat(10_000)));

    assertThat(message.headers()).isEqualTo(Map.of("compression", "application/x-bz2"));
    assertThat(message.body()).startsWith('B', 'Z', 'h').hasSizeLessThan(500);
    assertThat(CODEC.decodeRequest(message).args().get("arg").value())
        .isEqualTo("x".repeat(10_000));
    assertThat(CODEC.ids(message)).isEqualTo(new Codec.Ids(UNIQUE_ID, null));
  }

  @ParameterizedTest
  @ValueSource(strings = {"brotli", "lzma", "xz", "zstd", "application/zstd", "", "none"})
  void what_cannot_be_written_is_refused_when_the_codec_is_made(String name) {
    assertThatThrownBy(() -> new Codec(Dialect.OSLO, Optional.of(name), Limits.DEFAULT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "compression: \"" + name + "\" cannot be written (expected: gzip, zlib or bzip2)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/x-gzip", "gzip", "zlib", "application/gzip"})
  void a_zlib_stream_and_a_gzip_file_are_read_under_either_name(String header) throws Exception {
    assertThat(CODEC.decodeRequest(compressed(header, zlib(PLAIN.body()))).method())
        .isEqualTo("echo");
    assertThat(CODEC.decodeRequest(compressed(header, gzip(PLAIN.body()))).method())
        .isEqualTo("echo");
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/x-bz2", "bzip2", "bzip", "bz2"})
  void bzip2_is_read(String header) throws Exception {
    assertThat(CODEC.decodeRequest(compressed(header, BZip2Test.file("message"))).method())
        .isEqualTo("é");
  }

  @Test
  void an_empty_header_says_nothing() throws Exception {
    assertThat(CODEC.decodeRequest(compressed("", PLAIN.body())).method()).isEqualTo("echo");
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/zstd", "application/x-lzma", "application/x-brotli", "é"})
  void other_kinds_are_rejected_by_name(String header) {
    assertThatThrownBy(() -> CODEC.decodeRequest(compressed(header, PLAIN.body())))
        .isInstanceOf(DecodeException.class)
        .hasMessage("compression: " + header + " (expected: gzip, zlib or bzip2)");
  }

  @Test
  void broken_data_is_rejected() throws Exception {
    byte[] zlib = zlib(PLAIN.body());
    byte[] gzip = gzip(PLAIN.body());
    byte[] bzip2 = BZip2Test.file("message");

    broken("gzip", PLAIN.body());
    broken("gzip", new byte[0]);
    broken("gzip", Arrays.copyOf(zlib, zlib.length / 2));
    broken("gzip", Arrays.copyOf(gzip, gzip.length / 2));
    broken("bzip2", Arrays.copyOf(bzip2, bzip2.length / 2));
    broken("bzip2", zlib);
  }

  private static void broken(String header, byte[] body) {
    assertThatThrownBy(() -> CODEC.decodeRequest(compressed(header, body)))
        .isInstanceOf(DecodeException.class)
        .hasMessage("body: broken data (compression: " + header + ")");
  }

  @Test
  void inflating_stops_at_the_limit() throws Exception {
    Codec small = Messages.codec(new Limits(100_000, 10, 10));
    byte[] spaces = new byte[5_000_000];
    Arrays.fill(spaces, (byte) ' ');

    for (Message bomb :
        new Message[] {
          compressed("gzip", zlib(spaces)),
          compressed("gzip", gzip(spaces)),
          compressed("bzip2", BZip2Test.file("zeros-1mb"))
        }) {
      assertThatThrownBy(() -> small.decodeRequest(bomb))
          .isInstanceOf(DecodeException.class)
          .hasMessage("body: more than 100000 bytes when decompressed (limit: 100000 bytes)");
    }
  }

  @Test
  void the_ids_of_a_broken_message_are_found_in_a_compressed_body_too() throws Exception {
    Message message =
        compressed("gzip", zlib(envelope("{\"_msg_id\": \"m\", \"_reply_q\": \"q\"}").body()));

    DecodeException failure =
        catchThrowableOfType(DecodeException.class, () -> CODEC.decodeRequest(message));

    assertThat(failure.messageId()).isEqualTo("m");
    assertThat(failure.replyQueue()).isEqualTo("q");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "bzip2"})
  void replies_are_compressed_too(String name) throws Exception {
    Codec codec = new Codec(Dialect.OSLO, Optional.of(name), Limits.DEFAULT);
    Message message = codec.encode(Messages.result("ä"));

    assertThat(new String(message.body(), UTF_8)).doesNotContain("oslo");
    assertThat(Messages.reply(CODEC, message).messageId()).isEqualTo(MESSAGE_ID);
  }

  private static Message compressed(String header, byte[] body) {
    return json(body, Map.of("compression", header));
  }

  static byte[] zlib(byte[] content) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream deflater = new DeflaterOutputStream(out)) {
      deflater.write(content);
    }
    return out.toByteArray();
  }

  static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(content);
    }
    return out.toByteArray();
  }
}
