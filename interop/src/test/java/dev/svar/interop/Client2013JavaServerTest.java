package dev.svar.interop;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** Clients of openstack.common.rpc, as of 2013 and before, with Java servers. */
class Client2013JavaServerTest extends InteropTest {

  @Test
  void a_missing_method() {
    javaServer("host1");

    PythonException failure =
        catchThrowableOfType(PythonException.class, () -> call(client2013(), "nope", Map.of()));

    assertThat(failure.property("exc_type")).isEqualTo("NoSuchMethod");
    assertThat(failure.property("value")).isEqualTo("Endpoint does not support RPC method nope");
  }

  @Test
  void a_cast() throws Exception {
    JavaEndpoint server = javaServer("host1");

    client2013().request("cast", Map.of("method", "tell", "args", Map.of("what", "quietly")));

    assertThat(server.told.poll(30, SECONDS)).isEqualTo("quietly");
  }

  @Test
  void a_bare_cast() throws Exception {
    JavaEndpoint server = javaServer("host1");

    client2013("envelope", false)
        .request("cast", Map.of("method", "tell", "args", Map.of("what", "bare"), "host", "host1"));

    assertThat(server.told.poll(30, SECONDS)).isEqualTo("bare");
  }

  @Test
  void a_fanout_to_several_java_servers() throws Exception {
    JavaEndpoint first = javaServer("host1");
    JavaEndpoint second = javaServer("host2");

    client2013().request("fanout_cast", Map.of("method", "tell", "args", Map.of("what", "all")));

    assertThat(first.told.poll(30, SECONDS)).isEqualTo("all");
    assertThat(second.told.poll(30, SECONDS)).isEqualTo("all");
  }
}
