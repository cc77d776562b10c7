package dev.svar.internal.codec;

import static dev.svar.internal.codec.Messages.CODEC;
import static dev.svar.internal.codec.Messages.MESSAGE_ID;
import static dev.svar.internal.codec.Messages.REPLY_QUEUE;
import static dev.svar.internal.codec.Messages.UNIQUE_ID;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.svar.RemoteException.Failure;
import dev.svar.driver.Message;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/**
 * The codec, which writes and reads in one pass, does the same as {@link TwoSteps}, for generated
 * messages and for those that oslo.messaging sent.
 *
 * <p>Each property is tried a thousand times; a million in all are tried with {@code
 * -Djqwik.tries.default=200000}.
 */
final class TwoStepsProperties {
  private static final List<byte[]> CAPTURED = CapturesTest.bodies();

  /** Some are none in JSON. */
  private static final List<String> SPACES =
      List.of("", " ", "\n  ", "\r\n", "\t", "\u000b", "\u00a0", "0", ",");

  @Property
  void a_request_is_written_and_read(@ForAll("seeds") long seed) throws Exception {
    RandomValues random = new RandomValues(seed);
    boolean call = random.chance(70);
    String method = random.text();
    Map<String, @Nullable Object> args = random.named();
    Map<String, @Nullable Object> context = random.named();
    Request request =
        new Request(
            method,
            args,
            call ? "ns" : null,
            call ? "1.5" : null,
            context,
            UNIQUE_ID,
            call ? new Request.ReplyTo(MESSAGE_ID, REPLY_QUEUE, 7) : null);
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("method", method);
    map.put("args", args);
    if (call) {
      map.put("namespace", "ns");
      map.put("version", "1.5");
      map.put("_msg_id", MESSAGE_ID);
      map.put("_reply_q", REPLY_QUEUE);
      map.put("_timeout", 7);
    }
    map.put("_unique_id", UNIQUE_ID);
    context.forEach((name, value) -> map.put("_context_" + name, value));

    Message message = CODEC.encode(request);
    IncomingRequest read = CODEC.decodeRequest(message);

    assertThat(Messages.text(message)).isEqualTo(written(map));
    assertThat(read.method()).isEqualTo(method);
    assertThat(values(read.args())).isEqualTo(args);
    assertThat(read.context()).isEqualTo(context);
    assertThat(read.namespace()).isEqualTo(map.get("namespace"));
    assertThat(read.version()).isEqualTo(map.getOrDefault("version", "1.0"));
    assertThat(read.messageId()).isEqualTo(map.get("_msg_id"));
    assertThat(read.replyQueue()).isEqualTo(map.get("_reply_q"));
    assertThat(read.timeout()).isEqualTo(map.get("_timeout"));
    assertThat(read.uniqueId()).isEqualTo(UNIQUE_ID);
  }

  @Property
  void a_reply_is_written_and_read(@ForAll("seeds") long seed) throws Exception {
    RandomValues random = new RandomValues(seed);
    boolean failed = random.chance(50);
    Object value = random.value();
    String text = random.text();
    Map<String, @Nullable Object> kwargs = random.named();
    List<@Nullable Object> args = new ArrayList<>(Collections.singletonList(value));
    Failure failure = failed ? new Failure(text, "m", text, List.of(text), args, kwargs) : null;
    Object result = failed ? null : value;
    Map<String, @Nullable Object> third = new LinkedHashMap<>();
    third.put("class", text);
    third.put("module", "m");
    third.put("message", text);
    third.put("tb", List.of(text));
    third.put("args", args);
    third.put("kwargs", kwargs);
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("result", result);
    map.put("failure", failed ? TwoSteps.inner(third) : null);
    map.put("ending", true);
    map.put("_msg_id", MESSAGE_ID);
    map.put("_unique_id", UNIQUE_ID);

    Message message = CODEC.encode(new Reply(MESSAGE_ID, UNIQUE_ID, result, failure, true));
    IncomingReply read = Messages.reply(CODEC, message);

    assertThat(Messages.text(message)).isEqualTo(written(map));
    assertThat(read.result().value()).isEqualTo(result);
    assertThat(read.failure()).isEqualTo(failure);
    assertThat(read.messageId()).isEqualTo(MESSAGE_ID);
    assertThat(read.uniqueId()).isEqualTo(UNIQUE_ID);
    assertThat(read.ending()).isTrue();
  }

  @Property
  void an_event_is_written_and_read(@ForAll("seeds") long seed) throws Exception {
    RandomValues random = new RandomValues(seed);
    boolean envelope = random.chance(50);
    String type = random.text();
    Object payload = random.value();
    Map<String, @Nullable Object> context = random.named();
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("event_type", type);
    map.put("priority", "INFO");
    map.put("payload", payload);

    Message message = CODEC.encodeMap(map, context, () -> UNIQUE_ID, envelope);
    if (!envelope) {
      RoundTripProperties.assumeNoHalves(Messages.text(message));
    }
    IncomingEvent read = CODEC.decodeEvent(message);

    map.put("_unique_id", UNIQUE_ID);
    context.forEach((name, value) -> map.put("_context_" + name, value));
    assertThat(Messages.text(message)).isEqualTo(envelope ? written(map) : TwoSteps.inner(map));
    assertThat(read.eventType()).isEqualTo(type);
    assertThat(read.payload().value()).isEqualTo(payload);
    assertThat(read.context()).isEqualTo(context);
  }

  @Property
  void what_others_write_is_read(@ForAll("seeds") long seed) throws Exception {
    RandomValues random = new RandomValues(seed);
    Map<String, @Nullable Object> map = random.named();
    String space = random.oneOf(SPACES);
    boolean ascii = random.chance(70);
    boolean envelope = random.chance(70);
    String inner = ascii ? TwoSteps.inner(map) : Messages.PLAIN.writeValueAsString(map);
    // Where a name follows a brace, or a brace a brace, there is space between them.
    String spaced = inner.replace("{\"", "{" + space + "\"").replace("}}", "}" + space + "}");

    sameOrNone(envelope ? TwoSteps.body(spaced) : spaced.getBytes(UTF_8));
  }

  @Property
  void what_is_damaged_is_read_if_it_still_can_be(@ForAll("seeds") long seed) throws Exception {
    RandomValues values = new RandomValues(seed);
    Random random = new Random(seed);
    byte[] body =
        values.chance(50) ? values.oneOf(CAPTURED) : TwoSteps.body(TwoSteps.inner(values.named()));
    String inner = Messages.inner(Messages.json(body, Map.of()));
    if (inner != null && values.chance(50)) {
      byte[] damaged = HostileInputProperties.mutated(inner.getBytes(UTF_8), random);
      sameOrNone(TwoSteps.body(new String(damaged, UTF_8)));
    } else {
      sameOrNone(HostileInputProperties.mutated(body, random));
    }
  }

  /** As often large as small, unlike jqwik's own. */
  @Provide
  static Arbitrary<Long> seeds() {
    return Arbitraries.randomValue(Random::nextLong);
  }

  private static String written(Map<String, @Nullable Object> map) {
    return new String(TwoSteps.body(TwoSteps.inner(map)), UTF_8);
  }

  private static Map<String, @Nullable Object> values(Map<String, Json> args) throws Exception {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    for (Map.Entry<String, Json> arg : args.entrySet()) {
      values.put(arg.getKey(), arg.getValue().value());
    }
    return values;
  }

  /** Reads it in both ways. */
  private static void sameOrNone(byte[] body) throws Exception {
    Message message = Messages.json(body, Map.of());
    Map<String, @Nullable Object> expected;
    try {
      expected = TwoSteps.read(body);
    } catch (RuntimeException e) {
      try {
        Map<String, @Nullable Object> read = CODEC.decodeMap(message);
        // Jackson as it comes wants both halves of a surrogate pair in a name.
        assertThat(read.toString()).as(Messages.text(message)).matches("(?s).*[\\ud800-\\udfff].*");
      } catch (DecodeException none) {
        assertThat(none).hasMessageNotContaining("cannot be read");
      }
      return;
    }
    Map<String, @Nullable Object> read = CODEC.decodeMap(message);
    assertThat(read).as(Messages.text(message)).isEqualTo(expected);
    assertThat(read.keySet()).containsExactlyElementsOf(expected.keySet());
  }
}
