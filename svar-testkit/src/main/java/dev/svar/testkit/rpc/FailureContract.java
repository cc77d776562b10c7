package dev.svar.testkit.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.svar.Context;
import dev.svar.RemoteException;
import dev.svar.Target;
import dev.svar.Transport;
import dev.svar.UnknownMethodException;
import dev.svar.UnsupportedVersionException;
import dev.svar.VersionCapException;
import dev.svar.rpc.AccessPolicy;
import dev.svar.rpc.Param;
import dev.svar.rpc.RpcClient;
import dev.svar.rpc.RpcServer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How failures, missing methods and versions reach the caller on every driver. */
public abstract class FailureContract extends EndToEnd {

  /** An exception that an application registers. */
  public static final class VolumeNotFound extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public VolumeNotFound(String message) {
      super(message);
    }
  }

  /** Throws it. */
  @SuppressWarnings("DoNotCallSuggester") // to be called is what it is for
  public static final class Volumes {
    public void find(@Param("id") String id) {
      throw new VolumeNotFound("no volume " + id);
    }
  }

  /** Passes a call on. */
  public static final class Relay {
    private final RpcClient next;

    public Relay(RpcClient next) {
      this.next = next;
    }

    public Object pass(@Param("text") String text) {
      return next.call(Context.EMPTY, "illegal", Map.of("text", text));
    }
  }

  private RemoteException failure(String method, Map<String, ?> args) {
    return catchThrowableOfType(RemoteException.class, () -> call(client(), method, args));
  }

  @Test
  public void what_a_method_throws_reaches_its_caller() {
    serve("host1", new Endpoints.Failing());

    RemoteException checked = failure("checked", Map.of());

    assertThat(checked).hasMessage("java.io.IOException: disk full");
    assertThat(checked.type()).isEqualTo("IOException");
    assertThat(checked.module()).isEqualTo("java.io");
    assertThat(checked.remoteMessage()).isEqualTo("disk full");
    assertThat(checked.args()).containsExactly("disk full");
    assertThat(checked.traceback().get(0)).isEqualTo("java.io.IOException: disk full\n");
    assertThat(checked.traceback().get(1)).contains("Endpoints$Failing.checked");
  }

  @Test
  public void java_types_with_a_python_word_are_sent_under_it() {
    serve("host1", new Endpoints.Failing());

    assertThat(failure("illegal", Map.of("text", "boom"))).hasMessage("builtins.ValueError: boom");
  }

  @Test
  public void errors_and_exceptions_without_a_text_reach_the_caller_too() {
    serve("host1", new Endpoints.Failing());

    assertThat(failure("error", Map.of())).hasMessage("java.lang.AssertionError: broken");
    assertThat(failure("silent", Map.of())).hasMessage("java.lang.IllegalStateException: ");
  }

  @Test
  public void a_result_that_cannot_be_sent_is_a_failure_for_the_caller() {
    serve("host1", new Endpoints.Failing());

    assertThat(failure("unsendable", Map.of()))
        .hasMessageContaining("The result of unsendable cannot be sent")
        .hasMessageContaining("sizes[1]");
  }

  @Test
  public void a_registered_type_is_rebuilt_and_no_other() {
    Transport server =
        open(
            builder ->
                builder.remoteType(
                    "cinder.exception",
                    "VolumeNotFound",
                    VolumeNotFound.class,
                    remote -> new VolumeNotFound(remote.remoteMessage())));
    serve(server, "host1", new Volumes());

    assertThatThrownBy(() -> call(client(server), "find", Map.of("id", "v1")))
        .isInstanceOf(VolumeNotFound.class)
        .hasMessage("no volume v1")
        .hasCauseInstanceOf(RemoteException.class);
    assertThatThrownBy(() -> call(client(), "find", Map.of("id", "v1")))
        .isInstanceOf(RemoteException.class)
        .hasMessage("cinder.exception.VolumeNotFound: no volume v1");
  }

  @Test
  public void a_failure_passes_through_a_second_server_unchanged() {
    serve("host1", new Endpoints.Failing());
    Transport relay = open();
    start(
        RpcServer.builder(relay, Target.of(topic + "-relay", "host2"))
            .endpoint(new Relay(client(relay))));
    RpcClient client = client().prepare().target(Target.of(topic + "-relay")).build();

    assertThatThrownBy(() -> call(client, "pass", Map.of("text", "boom")))
        .isInstanceOf(RemoteException.class)
        .hasMessage("builtins.ValueError: boom");
  }

  @Test
  public void an_unknown_method_is_an_error_of_its_own() {
    serve("host1", new Endpoints.Echo());

    assertThatThrownBy(() -> call(client(), "nope", Map.of()))
        .isInstanceOf(UnknownMethodException.class)
        .hasMessage("Endpoint does not support RPC method nope");
  }

  @Test
  public void missing_and_unknown_arguments_are_named_as_python_does() {
    serve("host1", new Endpoints.Echo());

    assertThat(failure("add", Map.of("x", 1)))
        .hasMessage("builtins.TypeError: Echo.add() missing 1 required positional argument: 'y'");
    assertThat(failure("add", Map.of()))
        .hasMessage(
            "builtins.TypeError: Echo.add() missing 2 required positional arguments: 'x' and 'y'");
    assertThat(failure("add", Map.of("x", 1, "y", 2, "z", 3)))
        .hasMessage("builtins.TypeError: Echo.add() got an unexpected keyword argument 'z'");
    assertThat(failure("add", Map.of("x", 1, "y", "two")).type()).isEqualTo("TypeError");
  }

  @Test
  public void an_optional_argument_may_be_missing() {
    serve("host1", new Endpoints.Echo());

    assertThat(call(client(), "create_volume", Map.of("size", 5))).isEqualTo("null:5");
    assertThat(call(client(), "create_volume", Map.of("size", 5, "name", "v"))).isEqualTo("v:5");
  }

  @Test
  public void methods_are_private_exposed_or_all_as_the_policy_says() {
    serve("host1", new Endpoints.Echo());
    assertThatThrownBy(() -> call(client(), "_private", Map.of()))
        .isInstanceOf(UnknownMethodException.class);

    start(
        RpcServer.builder(open(), Target.of(topic + "-all", "host1"))
            .endpoint(new Endpoints.Echo())
            .access(AccessPolicy.ALL));
    RpcClient all = client().prepare().target(Target.of(topic + "-all")).build();
    assertThat(call(all, "_private", Map.of())).isEqualTo("secret");
    assertThatThrownBy(() -> call(all, "hashCode", Map.of()))
        .isInstanceOf(UnknownMethodException.class);

    start(
        RpcServer.builder(open(), Target.of(topic + "-exposed", "host1"))
            .endpoint(new Endpoints.Echo())
            .access(AccessPolicy.EXPOSED));
    RpcClient exposed = client().prepare().target(Target.of(topic + "-exposed")).build();
    assertThat(call(exposed, "create_volume", Map.of("size", 1))).isEqualTo("null:1");
    assertThatThrownBy(() -> call(exposed, "add", Map.of("x", 1, "y", 2)))
        .isInstanceOf(UnknownMethodException.class);
  }

  @ParameterizedTest(name = "namespace {0}, version {1}: {2}")
  @CsvSource({
    "volumes, 2.3, 2.3",
    "volumes, 2.0, 2.3",
    "volumes, 3.4, 3.4",
    "volumes, 3.2, 3.4",
    ", 2.1, 2.3",
    "volumes, 2.4, unsupported",
    "volumes, 2.3.1, unsupported",
    "volumes, 1.0, unsupported",
    "volumes, , unsupported",
    "images, 2.3, unsupported",
  })
  public void namespace_and_version_choose_the_endpoint(
      String namespace, String version, String answer) {
    serve("host1", new Endpoints.Volumes(), new Endpoints.NewVolumes());
    RpcClient client = client().prepare().namespace(namespace).version(version).build();

    if (answer.equals("unsupported")) {
      assertThatThrownBy(() -> call(client, "version", Map.of()))
          .isInstanceOf(UnsupportedVersionException.class)
          .hasMessage(
              "Endpoint does not support RPC version "
                  + (version == null ? "1.0" : version)
                  + ". Attempted method: version");
    } else {
      assertThat(call(client, "version", Map.of())).isEqualTo(answer);
    }
  }

  @ParameterizedTest(name = "cap {0}, version {1}: {2}")
  @CsvSource({
    ", 1.0, true",
    ", , true",
    "1.0, 1.0, true",
    "1.1, 1.0, true",
    "1.1.1, 1.1, true",
    "1.0, 1.1, false",
    "1.1, 1.1.1, false",
    "2.0, 1.0, false",
    "1.0, , false",
  })
  public void the_version_cap_decides_what_may_be_sent(String cap, String version, boolean may) {
    serve("host1", new Endpoints.Echo());
    RpcClient client = client().prepare().versionCap(cap).version(version).build();

    assertThat(client.canSendVersion(version)).isEqualTo(may);
    if (!may) {
      assertThatThrownBy(() -> call(client, "add", Map.of("x", 1, "y", 2)))
          .isInstanceOf(VersionCapException.class);
      assertThatThrownBy(() -> client.cast(Context.EMPTY, "add", Map.of("x", 1, "y", 2)))
          .isInstanceOf(VersionCapException.class);
    }
  }

  @Test
  public void pings_are_answered_where_they_are_switched_on() {
    start(RpcServer.builder(open(), Target.of(topic, "host1")).ping(true));
    assertThat(call(client(), "oslo_rpc_server_ping", Map.of())).isEqualTo("pong");

    start(
        RpcServer.builder(open(), Target.of(topic + "-off", "host1"))
            .endpoint(new Endpoints.Echo()));
    RpcClient off = client().prepare().target(Target.of(topic + "-off")).build();
    assertThatThrownBy(() -> call(off, "oslo_rpc_server_ping", Map.of()))
        .isInstanceOf(UnknownMethodException.class);
  }

  @Test
  public void an_endpoint_is_asked_after_the_one_that_lacks_the_method() {
    serve("host1", new Endpoints.Named("one"), new Endpoints.Echo());

    assertThat(call(client(), "add", Map.of("x", 1, "y", 2))).isEqualTo(3);
    assertThat(List.of(call(client(), "who", Map.of()))).containsExactly("one");
  }
}
