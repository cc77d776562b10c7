package dev.svar.classic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is a message, and what is wrong with one that is not. */
final class CallTest {
  private static final String EXPECTED =
      " (expected: a map with \"method\", and maybe \"args\", \"version\" and \"namespace\")";

  @Test
  void a_message_has_a_method_and_maybe_more() {
    assertThat(Call.of(Map.of("method", "m"))).isEqualTo(new Call("m", Map.of(), null, null));
    assertThat(
            Call.of(
                Map.of("method", "m", "args", Map.of("a", 1), "version", "1.2", "namespace", "ns")))
        .isEqualTo(new Call("m", Map.of("a", 1), "1.2", "ns"));
    assertThat(Call.of(Map.of("method", "m", "version", "")).version()).isNull();
  }

  @Test
  void a_topic_without_a_host_is_itself() {
    assertThat(RpcBackend.queueGetFor("a", "b")).isEqualTo("a.b");
    assertThat(RpcBackend.queueGetFor("a", "b.c")).isEqualTo("a.b.c");
    assertThat(RpcBackend.queueGetFor("a", null)).isEqualTo("a");
    assertThat(RpcBackend.queueGetFor("a", "")).isEqualTo("a");
  }

  @Test
  void what_is_wrong_is_named() {
    for (var wrong :
        List.of(
            Map.entry(Map.<String, Object>of(), "msg: no \"method\"" + EXPECTED),
            Map.entry(Map.<String, Object>of("method", ""), "msg: no \"method\"" + EXPECTED),
            Map.entry(
                Map.<String, Object>of("method", "m", "arg", 1),
                "msg: unknown key \"arg\"" + EXPECTED),
            Map.entry(
                Map.<String, Object>of("method", 1),
                "msg: \"method\" is a java.lang.Integer (expected: text)"),
            Map.entry(
                Map.<String, Object>of("method", "m", "args", "x"),
                "msg: \"args\" is a java.lang.String (expected: a map)"))) {
      assertThatThrownBy(() -> Call.of(wrong.getKey()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(wrong.getValue());
    }
  }
}
