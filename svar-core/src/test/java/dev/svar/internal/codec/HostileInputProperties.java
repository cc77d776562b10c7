package dev.svar.internal.codec;

import static dev.svar.internal.codec.Messages.MESSAGE_ID;
import static dev.svar.internal.codec.Messages.REPLY_QUEUE;
import static dev.svar.internal.codec.Messages.UNIQUE_ID;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.svar.RemoteException.Failure;
import dev.svar.TypeRef;
import dev.svar.driver.Message;
import java.io.IOException;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/** Whatever comes in: a message or a {@link DecodeException}, and nothing else, and soon. */
final class HostileInputProperties {
  private static final Codec SMALL = Messages.codec(new Limits(50_000, 20, 50));

  private static final List<Type> TYPES =
      List.of(
          Object.class,
          Map.class,
          List.class,
          String.class,
          int.class,
          byte[].class,
          Instant.class,
          Failure.class,
          new TypeRef<Map<Integer, List<String>>>() {}.type());

  @Property(tries = 1_000)
  void arbitrary_bytes(@ForAll byte[] body, @ForAll("headers") Map<String, Object> headers) {
    read(Messages.json(body, headers));
  }

  @Property(tries = 1_000)
  void json_like_text(@ForAll("jsonLike") String text) {
    read(Message.of(text));
    read(Messages.envelope(text));
  }

  @Property(tries = 1_500)
  void messages_with_bytes_changed_removed_repeated(
      @ForAll("samples") byte[] sample, @ForAll long seed, @ForAll("wrapping") Wrapping wrapping)
      throws Exception {
    Random random = new Random(seed);

    read(wrapping.message(wrapping.bytes(mutated(sample, random))));
    read(wrapping.message(mutated(wrapping.bytes(sample), random)));
  }

  /** How bytes travel. */
  enum Wrapping {
    PLAIN(""),
    ZLIB("gzip"),
    GZIP("gzip"),
    BZIP2("bzip2");

    private final String header;

    Wrapping(String header) {
      this.header = header;
    }

    Message message(byte[] bytes) {
      return Messages.json(bytes, Map.of("compression", header));
    }

    byte[] bytes(byte[] content) throws IOException {
      return switch (this) {
        case PLAIN -> content;
        case ZLIB -> CompressionTest.zlib(content);
        case GZIP -> CompressionTest.gzip(content);
        case BZIP2 -> BZip2Writer.compress(content);
      };
    }
  }

  /** With a few changes, not always of its own content. */
  static byte[] mutated(byte[] sample, Random random) {
    byte[] bytes = sample.clone();
    for (int i = random.nextInt(4); i >= 0 && bytes.length > 2; i--) {
      int at = random.nextInt(bytes.length);
      int to = Math.min(bytes.length, at + random.nextInt(20));
      bytes =
          switch (random.nextInt(5)) {
            case 0 -> with(bytes, at, (byte) random.nextInt());
            case 1 -> with(bytes, at, (byte) "\"\\{}[],:0u".charAt(random.nextInt(10)));
            case 2 -> joined(Arrays.copyOf(bytes, at), Arrays.copyOfRange(bytes, to, bytes.length));
            case 3 -> joined(Arrays.copyOf(bytes, to), Arrays.copyOfRange(bytes, at, bytes.length));
            default -> Arrays.copyOf(bytes, at);
          };
    }
    return bytes;
  }

  private static byte[] with(byte[] bytes, int at, byte value) {
    bytes[at] = value;
    return bytes;
  }

  private static byte[] joined(byte[] first, byte[] second) {
    byte[] joined = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, joined, first.length, second.length);
    return joined;
  }

  /** Reads it in every way there is. */
  private static void read(Message message) {
    for (Codec codec : List.of(Messages.CODEC, SMALL)) {
      attempt(
          () -> {
            IncomingRequest request = codec.decodeRequest(message);
            request.args().values().forEach(HostileInputProperties::readAsAll);
            return request;
          });
      attempt(
          () -> {
            IncomingReply reply = Messages.reply(codec, message);
            readAsAll(reply.result());
            return reply;
          });
      attempt(() -> codec.ids(message));
    }
  }

  private static void readAsAll(Json json) {
    for (Type type : TYPES) {
      attempt(() -> json.as(type));
    }
  }

  private static void attempt(Reading reading) {
    try {
      reading.read();
    } catch (DecodeException e) {
      assertThat(e.getMessage()).isNotBlank().doesNotContain("s3cr3t");
    }
  }

  private interface Reading {
    @Nullable Object read() throws DecodeException;
  }

  @Provide
  static Arbitrary<Map<String, Object>> headers() {
    return Arbitraries.of("", "gzip", "bzip2", "application/x-gzip", "x")
        .map(name -> Map.of("compression", name));
  }

  @Provide
  static Arbitrary<Wrapping> wrapping() {
    return Arbitraries.of(Wrapping.class);
  }

  @Provide
  static Arbitrary<String> jsonLike() {
    return Arbitraries.of(
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "\"",
            "\\",
            "\\u",
            "d800",
            "null",
            "NaN",
            "-",
            "1e9999",
            "-Infinity",
            "true",
            "0",
            "12",
            "1.5",
            "\"a\"",
            "\"args\":",
            "\"_msg_id\":",
            "\"_context_a\":",
            "\"method\":\"m\",",
            "\"failure\":",
            "\"oslo.message\":",
            "\"oslo.version\":\"2.0\",",
            " ",
            "\u0000",
            "é",
            "\ud800",
            "\"s3cr3t\"",
            "99999999999999999999999999999999")
        .list()
        .ofMaxSize(25)
        .map(parts -> String.join("", parts));
  }

  @Provide
  static Arbitrary<byte[]> samples() throws Exception {
    Request call =
        new Request(
            "s3cr3t",
            Map.of("a", List.of(1, 2.5, "s3cr3t é \uD83D\uDE00", Map.of("b", true))),
            "ns",
            "1.0",
            Map.of("user", "s3cr3t"),
            UNIQUE_ID,
            new Request.ReplyTo(MESSAGE_ID, REPLY_QUEUE, 5));
    Reply failed =
        new Reply(
            MESSAGE_ID,
            UNIQUE_ID,
            null,
            new Failure("E", "m", "s3cr3t", List.of("t"), List.of(1), Map.of("k", "v")),
            true);
    Codec codec = Messages.CODEC;
    return Arbitraries.of(
        codec.encode(call).body(),
        codec.encode(Messages.result(Map.of("a", List.of("s3cr3t", 1e300)))).body(),
        codec.encode(failed).body(),
        Messages.inner(codec.encode(call)).getBytes(UTF_8));
  }
}
