package dev.svar.internal.codec;

import static dev.svar.internal.codec.Messages.MESSAGE_ID;
import static dev.svar.internal.codec.Messages.PLAIN;
import static dev.svar.internal.codec.Messages.REPLY_QUEUE;
import static dev.svar.internal.codec.Messages.UNIQUE_ID;
import static org.assertj.core.api.Assertions.assertThat;

import dev.svar.RemoteException.Failure;
import dev.svar.driver.Dialect;
import dev.svar.driver.Message;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Whatever is sent arrives. */
final class RoundTripProperties {

  @Property(tries = 300)
  void a_request_arrives_as_it_was_sent(
      @ForAll("texts") String method,
      @ForAll("named") Map<String, Object> args,
      @ForAll("named") Map<String, Object> context,
      @ForAll("compressions") Optional<String> compression)
      throws Exception {
    Codec codec = new Codec(Dialect.OSLO, compression, Limits.DEFAULT);
    Request request =
        new Request(
            method,
            args,
            "ns",
            "1.5",
            context,
            UNIQUE_ID,
            new Request.ReplyTo(MESSAGE_ID, REPLY_QUEUE, 7));

    Message message = codec.encode(request);
    IncomingRequest read = codec.decodeRequest(message);

    Map<String, Object> readArgs = new LinkedHashMap<>();
    for (Map.Entry<String, Json> arg : read.args().entrySet()) {
      readArgs.put(arg.getKey(), arg.getValue().value());
      assertThat(arg.getValue().isNull()).isEqualTo(arg.getValue().value() == null);
    }
    assertThat(read.method()).isEqualTo(method);
    assertThat(readArgs).isEqualTo(args);
    assertThat(readArgs.keySet()).containsExactlyElementsOf(args.keySet());
    assertThat(read.context()).isEqualTo(context);
    assertThat(read.timeout()).isEqualTo(7);
    assertThat(codec.ids(message)).isEqualTo(new Codec.Ids(UNIQUE_ID, MESSAGE_ID));
  }

  @Property(tries = 300)
  void a_result_arrives_as_it_was_sent_and_is_ascii_on_its_way(@ForAll("values") Object value)
      throws Exception {
    Message message = Messages.CODEC.encode(Messages.result(value));

    assertThat(Messages.reply(Messages.CODEC, message).result().value()).isEqualTo(value);
    for (byte b : message.body()) {
      assertThat(b).isBetween((byte) ' ', (byte) 0x7f);
    }
  }

  @Property(tries = 200)
  void a_reader_that_is_not_ours_finds_the_same(@ForAll("values") Object value) throws Exception {
    Message message = Messages.CODEC.encode(Messages.result(value));
    assumeNoHalves(Messages.inner(message));

    assertThat(PLAIN.readValue(Messages.inner(message), Map.class).get("result")).isEqualTo(value);
  }

  @Property(tries = 200)
  void what_another_writer_writes_is_read(@ForAll("values") Object value) throws Exception {
    String inner = "{\"_msg_id\": \"1\", \"result\":" + PLAIN.writeValueAsString(value) + "}";
    assumeNoHalves(inner);

    assertThat(Messages.reply(Messages.CODEC, Messages.envelope(inner)).result().value())
        .isEqualTo(value);
  }

  /** Jackson as it comes neither writes half a surrogate pair nor reads a name with one. */
  static void assumeNoHalves(String json) {
    Assume.that(Surrogates.unescaped(json).codePoints().noneMatch(RoundTripProperties::isHalf));
  }

  private static boolean isHalf(int codePoint) {
    return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
  }

  @Property(tries = 200)
  void a_failure_arrives_as_it_was_sent(
      @ForAll("texts") String type,
      @ForAll("texts") String message,
      @ForAll("texts") String line,
      @ForAll("named") Map<String, Object> kwargs)
      throws Exception {
    Failure failure =
        new Failure(type, "m", message, List.of(line), List.copyOf(kwargs.keySet()), kwargs);

    assertThat(
            Messages.reply(
                    Messages.CODEC,
                    Messages.CODEC.encode(new Reply(MESSAGE_ID, UNIQUE_ID, null, failure, true)))
                .failure())
        .isEqualTo(failure);
  }

  @Property(tries = 50)
  void any_depth_up_to_the_limit_arrives(
      @ForAll("scalars") Object scalar,
      @ForAll @IntRange(min = 1, max = 1_000) int levels,
      @ForAll boolean maps)
      throws Exception {
    Object value = Values.nested(scalar, levels, maps);

    assertThat(Messages.sent(value)).isEqualTo(value);
  }

  @Provide
  static Arbitrary<Optional<String>> compressions() {
    return Arbitraries.of(Optional.empty(), Optional.of("zlib"), Optional.of("bzip2"));
  }

  @Provide
  static Arbitrary<String> texts() {
    return Values.texts();
  }

  @Provide
  static Arbitrary<Object> scalars() {
    return Values.scalars();
  }

  @Provide
  static Arbitrary<Object> values() {
    return Values.values();
  }

  @Provide
  static Arbitrary<Map<String, Object>> named() {
    return Values.named();
  }
}
