package dev.svar.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.svar.Target;
import dev.svar.Transport;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What is wrong with an endpoint is said when its server is built. */
class EndpointTest {

  /** Two methods of one name. */
  public static final class Overloaded {
    public void resize(@Param("size") int size) {}

    public void resize(@Param("size") int size, @Param("force") boolean force) {}
  }

  /** One of them has another name in messages. */
  public static final class Renamed {
    public int resize(@Param("size") int size) {
      return size;
    }

    @RpcMethod(name = "force_resize")
    public int resize(@Param("size") int size, @Param("force") boolean force) {
      return size;
    }
  }

  /** A remainder that is no map. */
  public static final class WrongRemainder {
    public void all(@RemainingArgs String args) {}
  }

  /** A version that is none. */
  @RpcEndpoint(version = "one")
  public static final class WrongVersion {}

  private static RpcServer build(Object endpoint, AccessPolicy policy) {
    try (Transport transport = Transport.open("memory://")) {
      return RpcServer.builder(transport, Target.of("compute", "host1"))
          .endpoint(endpoint)
          .access(policy)
          .build();
    }
  }

  @Test
  void overloads_are_refused_by_name() {
    assertThatThrownBy(() -> build(new Overloaded(), AccessPolicy.NO_UNDERSCORE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            "endpoint dev.svar.rpc.EndpointTest$Overloaded has two methods for \"resize\": ")
        .hasMessageEndingWith("(expected: one; name one differently with @RpcMethod(name = …))");
  }

  @Test
  void overloads_that_are_not_exposed_or_have_other_names_do_no_harm() {
    assertThat(build(new Overloaded(), AccessPolicy.EXPOSED)).isNotNull();
    assertThat(build(new Renamed(), AccessPolicy.NO_UNDERSCORE)).isNotNull();
  }

  @Test
  void a_parameter_without_a_name_is_refused_by_its_method() {
    assertThatThrownBy(() -> build(new AtomicInteger(), AccessPolicy.NO_UNDERSCORE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("method java.util.concurrent.atomic.AtomicInteger.")
        .hasMessageContaining(
            "has no name (expected: compile with -parameters, or give @Param(\"name\"))");
  }

  @Test
  void the_remaining_arguments_are_a_map() {
    assertThatThrownBy(() -> build(new WrongRemainder(), AccessPolicy.NO_UNDERSCORE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("@RemainingArgs needs a Map<String, Object>");
  }

  @Test
  void a_version_is_two_or_three_numbers() {
    assertThatThrownBy(() -> build(new WrongVersion(), AccessPolicy.NO_UNDERSCORE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("version: \"one\" (expected: X.Y or X.Y.Z, such as \"1.2\")");
  }

  @Test
  void a_server_needs_a_name() {
    try (Transport transport = Transport.open("memory://")) {
      assertThatThrownBy(() -> RpcServer.builder(transport, Target.of("compute")))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "target: compute (expected: topic and server, such as Target.of(\"compute\","
                  + " \"host1\"))");
    }
  }
}
