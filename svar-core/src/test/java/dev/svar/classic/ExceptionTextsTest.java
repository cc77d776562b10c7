package dev.svar.classic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What exceptions say: the words of openstack.common.rpc. */
final class ExceptionTextsTest {

  @Test
  void every_exception_has_the_text_of_its_python_class() {
    assertThat(new DuplicateMessageException("H32", null))
        .hasMessage("Found duplicate message(H32). Skipping it.");
    assertThat(new InvalidRpcConnectionReuseException())
        .hasMessage("Invalid reuse of an RPC connection.");
    assertThat(new UnsupportedRpcVersionException("1.1", null))
        .hasMessage("Specified RPC version, 1.1, not supported by this endpoint.");
    assertThat(new UnsupportedRpcEnvelopeVersionException("3.0", null))
        .hasMessage("Specified RPC envelope version, 3.0, not supported by this endpoint.");
    assertThat(new RpcVersionCapException("1.0", null))
        .hasMessage("Specified RPC version cap, 1.0, is too low");
    assertThat(new RpcException("as given", null)).hasMessage("as given");
  }

  @Test
  void a_timeout_says_what_is_known() {
    RpcTimeoutException known = new RpcTimeoutException("info", "topic", "method", null);
    RpcTimeoutException unknown = new RpcTimeoutException(null, null, null, null);

    assertThat(known)
        .hasMessage(
            "Timeout while waiting on RPC response - topic: \"topic\", RPC method: \"method\" info:"
                + " \"info\"");
    assertThat(List.of(known.info(), known.topic(), known.method()))
        .containsExactly("info", "topic", "method");
    assertThat(unknown)
        .hasMessage(
            "Timeout while waiting on RPC response - topic: \"<unknown>\", RPC method:"
                + " \"<unknown>\" info: \"<unknown>\"");
    assertThat(Arrays.asList(unknown.info(), unknown.topic(), unknown.method()))
        .containsExactly(null, null, null);
  }

  @Test
  void what_a_text_is_made_of_stays_at_hand() {
    Map<String, Object> timeout = new LinkedHashMap<>();
    timeout.put("info", "i");
    timeout.put("topic", "t");
    timeout.put("method", null);

    assertThat(new RpcTimeoutException("i", "t", null, null).kwargs()).isEqualTo(timeout);
    assertThat(new UnsupportedRpcVersionException("1.1", null).kwargs())
        .isEqualTo(Map.of("version", "1.1"));
    assertThat(new RpcVersionCapException("1.0", null).kwargs())
        .isEqualTo(Map.of("version_cap", "1.0"));
    assertThat(new DuplicateMessageException("H32", null).kwargs())
        .isEqualTo(Map.of("msg_id", "H32"));
  }
}
