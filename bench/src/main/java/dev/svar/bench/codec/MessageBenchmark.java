package dev.svar.bench.codec;

import dev.svar.driver.Dialect;
import dev.svar.driver.Message;
import dev.svar.internal.codec.Codec;
import dev.svar.internal.codec.Limits;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import tools.jackson.databind.json.JsonMapper;

/**
 * Each kind of message, written and read by the codec; the same keys and values as one JSON map
 * written and read by Jackson as it comes; and the message by hand, in two steps with maps. The
 * target for {@code CALL} and {@code REPLY} of 1 KiB, writing and reading together, is one and a
 * half times Jackson's time. Run with {@code -prof gc}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class MessageBenchmark {
  private static final JsonMapper PLAIN = new JsonMapper();

  @Param public Kind kind = Kind.CALL;

  /** About how many bytes of JSON the payload has. */
  @Param({"100", "1024", "65536"})
  public int size = 1024;

  private final Codec codec = new Codec(Dialect.OSLO, Optional.empty(), Limits.DEFAULT);
  private Object payload = List.of();
  private Message message = Message.of("");
  private Map<String, @Nullable Object> plain = Map.of();
  private byte[] plainText = {};
  private Map<String, @Nullable Object> byHand = Map.of();
  private byte[] byHandText = {};

  @Setup
  public void prepare() throws Exception {
    payload = payload(size);
    message = kind.encode(codec, payload);
    byHand = codec.decodeMap(message);
    byHandText = (byte[]) byHandEncode();
    plain = new LinkedHashMap<>(byHand);
    if (plain.get("failure") instanceof String failure) {
      plain.put("failure", PLAIN.readValue(failure, Map.class));
    }
    plainText = PLAIN.writeValueAsBytes(plain);
  }

  @Benchmark
  public Object encode() throws Exception {
    return kind.encode(codec, payload);
  }

  @Benchmark
  public @Nullable Object decode() throws Exception {
    return kind.decode(codec, message);
  }

  @Benchmark
  public Object plainEncode() {
    return PLAIN.writeValueAsBytes(plain);
  }

  @Benchmark
  public Object plainDecode() {
    return PLAIN.readValue(plainText, Map.class);
  }

  /** As a team writes it without a library. */
  @Benchmark
  public Object byHandEncode() {
    return PLAIN.writeValueAsBytes(
        Map.of("oslo.version", "2.0", "oslo.message", PLAIN.writeValueAsString(byHand)));
  }

  /** As a team writes it without a library. */
  @Benchmark
  public Object byHandDecode() {
    Map<?, ?> map = PLAIN.readValue(byHandText, Map.class);
    map = PLAIN.readValue((String) map.get("oslo.message"), Map.class);
    return map.get("failure") instanceof String failure ? PLAIN.readValue(failure, Map.class) : map;
  }

  /** Servers, each a map of 100 bytes of JSON. */
  private static Object payload(int size) {
    List<Object> servers = new ArrayList<>();
    for (int i = 0; i < Math.max(1, size / 100); i++) {
      servers.add(
          Map.of(
              "id",
              1_000_000 + i,
              "name",
              "server-" + i,
              "state",
              "ACTIVE",
              "load",
              0.25,
              "tags",
              List.of("web", "zone-1"),
              "locked",
              false));
    }
    return servers;
  }
}
