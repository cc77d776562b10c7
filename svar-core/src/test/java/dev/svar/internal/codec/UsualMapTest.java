package dev.svar.internal.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JsonToken;

/** Which messages are read in one pass. That they are read right is in {@link TwoSteps}. */
final class UsualMapTest {
  private final Jackson jackson = Jackson.with(Limits.DEFAULT);
  private final Envelope envelope = new Envelope(jackson);

  @Test
  void what_oslo_messaging_sends_is_usual_but_for_numbers_that_json_does_not_have()
      throws Exception {
    for (byte[] body : CapturesTest.bodies()) {
      String text = new String(body, UTF_8);
      assertThat(isUsual(body)).as(text).isEqualTo(!text.contains("NaN"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        " { } ",
        "{\"a\":[],\"b\":{},\"c\":[{}],\"d\":{\"e\":[[1,-2.5e+3,0]]}}",
        "{\"a\": \"\\u00e9 \\\" \\\\ \\n\", \"b\": [true, false, null]}",
        "\n{\"a\"\t:\r\n1}\n",
      })
  void usual(String inner) throws Exception {
    assertThat(isUsual(inner.getBytes(UTF_8))).isTrue();
    if (!inner.contains("\n")) {
      assertThat(isUsual(TwoSteps.body(inner))).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1",
        "[]",
        "{",
        "{}}",
        "{} 1",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{\"a\":[1,]}",
        "{\"a\":[1}}",
        "{\"a\":{\"b\":1]}",
        "{\"a\":{1:1}}",
        "{\"a\":01}",
        "{\"a\":+1}",
        "{\"a\":.5}",
        "{\"a\":1.}",
        "{\"a\":1e}",
        "{\"a\":NaN}",
        "{\"a\":tru}",
        "{\"a\":\"\\x\"}",
        "{\"a\":\"\\u00g0\"}",
        "{\"a\":\"\t\"}",
        "{\"a\":\"é\"}",
        "{\"\\u0061\":1}",
        "{\"a\":1 \"b\":2}",
        "{\"oslo.message\":1}",
      })
  void not_usual(String inner) throws Exception {
    assertThat(isUsual(inner.getBytes(UTF_8))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "[ ]",
        "[\"a\"]",
        "[ \"a\" , \"\" ,\n1,0,999999999,true, false,null ]",
        "[1,1000000000,-1,1.5,1e3]",
        "[\"a\",\"\\n\"]",
        "[1,[2,[]]]",
        "[\"a\",{\"b\":[1]}]",
      })
  void a_list_is_read_as_jackson_reads_it(String list) throws Exception {
    List<@Nullable Object> read = new ArrayList<>();
    byte[] body = ("{\"a\":" + list + ",\"b\":" + list + "}").getBytes(UTF_8);
    Object expected = jackson.mapper().readValue(list, Object.class);

    assertThat(UsualMap.read(jackson, text(body), (key, value) -> read.add(value.now()))).isTrue();
    assertThat(read).containsExactly(expected, expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[",
        "[1",
        "[1,",
        "[1,]",
        "[,1]",
        "[1 2]",
        "[1}",
        "[\"a]",
        "[\"é\"]",
        "[\"\t\"]",
        "[x]"
      })
  void a_list_that_is_not_usual(String list) throws Exception {
    byte[] body = ("{\"a\":" + list + "}").getBytes(UTF_8);

    assertThat(UsualMap.read(jackson, text(body), (key, value) -> value.now())).isFalse();
  }

  @Test
  void a_list_counts_for_the_limits() throws Exception {
    byte[] many = ("{\"a\":[1" + ",1".repeat(9_000_000) + "]}").getBytes(UTF_8);
    Jackson flat = Jackson.with(new Limits(1_000, 1, 10));

    assertThat(UsualMap.read(jackson, text(many), (key, value) -> value.now())).isFalse();
    assertThat(UsualMap.read(flat, text(nested(2)), (key, value) -> value.now())).isTrue();
    assertThat(UsualMap.read(flat, text(nested(3)), (key, value) -> value.now())).isFalse();
    assertThat(UsualMap.read(flat, mapsAndList(2), UsualMapTest::readEach)).isTrue();
    assertThat(UsualMap.read(flat, mapsAndList(3), UsualMapTest::readEach)).isFalse();
  }

  private static Text.Bytes mapsAndList(int maps) {
    return text(("{\"a\":".repeat(maps) + "[1]" + "}".repeat(maps)).getBytes(UTF_8));
  }

  private static void readEach(String key, Value value) throws DecodeException {
    if (value.kind() == JsonToken.START_OBJECT) {
      value.each(UsualMapTest::readEach);
    } else {
      value.now();
    }
  }

  @Test
  void sixty_four_levels_are_usual_or_as_many_as_the_limit_says() throws Exception {
    assertThat(isUsual(nested(63))).isTrue();
    assertThat(isUsual(nested(64))).isFalse();
    Jackson shallow = Jackson.with(new Limits(1_000, 10, 10));
    assertThat(UsualMap.read(shallow, text(nested(11)), (key, value) -> value.skip())).isTrue();
    assertThat(UsualMap.read(shallow, text(nested(12)), (key, value) -> value.skip())).isFalse();
  }

  @Test
  void more_values_than_the_limit_allows_are_not_usual() throws Exception {
    assertThat(isUsual(("{\"a\":[1" + ",1".repeat(900_000) + "]}").getBytes(UTF_8))).isTrue();
    assertThat(isUsual(("{\"a\":[1" + ",1".repeat(9_000_000) + "]}").getBytes(UTF_8))).isFalse();
  }

  @Test
  void a_call_is_read_with_little_more_than_its_text() throws Exception {
    Map<String, ?> args = Map.of("text", "x".repeat(10_000));
    Request request = new Request("m", args, null, null, Map.of(), Messages.UNIQUE_ID, null);
    var message = Messages.CODEC.encode(request);

    assertThat(allocated(() -> Messages.CODEC.decodeRequest(message))).isLessThan(12_000);
  }

  private interface Work {
    Object run() throws Exception;
  }

  /** Bytes for each of many times. */
  private static long allocated(Work work) throws Exception {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    work.run();
    long start = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < 100; i++) {
      work.run();
    }
    return (threads.getCurrentThreadAllocatedBytes() - start) / 100;
  }

  private boolean isUsual(byte[] body) throws DecodeException {
    Text.Bytes text = envelope.usual(body);
    return text != null && UsualMap.read(jackson, text, (key, value) -> value.skip());
  }

  private static Text.Bytes text(byte[] body) {
    return new Text.Bytes(body, body.length);
  }

  private static byte[] nested(int levels) {
    return ("{\"a\":" + Messages.nested(levels) + "}").getBytes(UTF_8);
  }
}
