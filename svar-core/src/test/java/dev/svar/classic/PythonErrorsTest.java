package dev.svar.classic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.svar.RemoteException;
import dev.svar.RemoteException.Failure;
import dev.svar.internal.engine.RemoteTypes;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Failures as peers of 2013 name them, out and in. */
final class PythonErrorsTest {
  private static final List<String> TRACEBACK =
      List.of("Traceback (most recent call last):\n", "  File \"x.py\"\n", "ValueError: kaput\n");

  /** An exception of the application's. */
  static final class FakeUserDefined extends RuntimeException {
    private static final long serialVersionUID = 1L;

    FakeUserDefined(String message) {
      super(message);
    }
  }

  private static PythonErrors errors(String... allowed) {
    RemoteTypes types = new RemoteTypes();
    types.register(
        "fakeuser",
        "FakeUserDefinedException",
        FakeUserDefined.class,
        remote ->
            new FakeUserDefined(
                PythonText.withTraceback(remote.failure()) + remote.args() + remote.kwargs()));
    types.register(
        "fakeuser",
        "Picky",
        FakeUserDefined.class,
        remote -> {
          throw new IllegalStateException("no such argument");
        });
    return new PythonErrors(types.copy(), Set.of(allowed));
  }

  private static Failure failure(@Nullable String module, String type) {
    return new Failure(type, module, "kaput", TRACEBACK, List.of("kaput", 7), Map.of("k", 1));
  }

  @Test
  void a_built_in_type_goes_out_under_its_name_in_python() {
    Failure failure = errors().failure(new IllegalArgumentException("kaput"));

    assertThat(failure.type()).isEqualTo("ValueError");
    assertThat(failure.module()).isEqualTo("builtins");
    assertThat(failure.message()).isEqualTo("kaput");
    assertThat(failure.args()).containsExactly("kaput");
    assertThat(failure.kwargs()).isEmpty();
    assertThat(failure.traceback().get(0)).isEqualTo("java.lang.IllegalArgumentException: kaput\n");
  }

  @Test
  void a_type_of_the_application_goes_out_under_its_registered_or_its_java_name() {
    Failure registered = errors().failure(new FakeUserDefined("kaput"));
    Failure other = errors().failure(new IllegalStateException("kaput"));

    assertThat(registered.qualifiedName()).isEqualTo("fakeuser.Picky");
    assertThat(other.qualifiedName()).isEqualTo("java.lang.IllegalStateException");
  }

  @Test
  void an_exception_of_this_package_goes_out_under_its_name_there_with_its_kwargs() {
    Failure failure = errors().failure(new UnsupportedRpcVersionException("2.0", null));

    assertThat(failure.qualifiedName())
        .isEqualTo("openstack.common.rpc.common.UnsupportedRpcVersion");
    assertThat(failure.message())
        .isEqualTo("Specified RPC version, 2.0, not supported by this endpoint.");
    assertThat(failure.kwargs()).isEqualTo(Map.of("version", "2.0"));
  }

  @Test
  void a_wrapped_exception_goes_out_as_what_it_wraps() {
    assertThat(errors().failure(new ClientException(new IllegalArgumentException("kaput"))).type())
        .isEqualTo("ValueError");
  }

  @Test
  void a_failure_that_passes_through_stays_what_it_was() {
    Failure there = failure("nova.exception", "InstanceNotFound");

    assertThat(errors().failure(new RpcRemoteException(there))).isSameAs(there);
    assertThat(errors().failure(new RemoteException(there))).isSameAs(there);
  }

  @Test
  void an_allowed_built_in_exception_is_rebuilt_with_its_traceback() {
    for (String module : List.of("exceptions", "builtins")) {
      RuntimeException rebuilt = errors("exceptions").exception(failure(module, "ValueError"));

      assertThat(rebuilt)
          .isExactlyInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "kaput\nTraceback (most recent call last):\n\n  File \"x.py\"\n\nValueError: kaput\n")
          .hasCauseExactlyInstanceOf(RemoteException.class);
    }
  }

  @Test
  void a_module_that_is_not_allowed_is_a_remote_error() {
    RuntimeException rebuilt =
        errors("nova.exception").exception(failure("exceptions", "ValueError"));

    assertThat(rebuilt)
        .isInstanceOf(RpcRemoteException.class)
        .hasMessage(
            "Remote error: ValueError kaput\n"
                + "['Traceback (most recent call last):\\n', '  File \"x.py\"\\n', 'ValueError:"
                + " kaput\\n'].");
    assertThat(errors("fakeuser").exception(failure(null, "Odd")))
        .isInstanceOf(RpcRemoteException.class);
    assertThat(errors().exception(failure("fakeuser", "FakeUserDefinedException")))
        .isInstanceOf(RpcRemoteException.class);
  }

  @Test
  void a_registered_type_of_an_allowed_module_gets_text_traceback_args_and_kwargs() {
    RuntimeException rebuilt =
        errors("fakeuser").exception(failure("fakeuser", "FakeUserDefinedException"));

    assertThat(rebuilt)
        .isInstanceOf(FakeUserDefined.class)
        .hasMessageStartingWith("kaput\nTraceback (most recent call last):\n")
        .hasMessageEndingWith("[kaput, 7]{k=1}");
  }

  @Test
  void what_cannot_be_rebuilt_is_a_remote_error() {
    assertThat(errors("exceptions").exception(failure("exceptions", "NoSuchError")))
        .isInstanceOf(RpcRemoteException.class)
        .hasMessageStartingWith("Remote error: NoSuchError kaput\n['Traceback");
  }

  @Test
  void a_constructor_that_fails_makes_a_remote_error_that_says_why() {
    RuntimeException rebuilt = errors("fakeuser").exception(failure("fakeuser", "Picky"));

    assertThat(rebuilt)
        .isInstanceOf(RpcRemoteException.class)
        .hasMessageStartingWith("Remote error: Picky kaput\n");
    assertThat(rebuilt.getSuppressed()).singleElement().isInstanceOf(IllegalStateException.class);
  }

  @Test
  void exceptions_of_this_package_are_rebuilt_if_their_module_is_allowed() {
    PythonErrors errors = errors(PythonErrors.COMMON);
    for (RpcException original :
        List.of(
            new RpcException("any", null),
            new RpcTimeoutException("i", "t", null, null),
            new DuplicateMessageException("id", null),
            new UnsupportedRpcVersionException("2.0", null),
            new UnsupportedRpcEnvelopeVersionException("3.0", null),
            new RpcVersionCapException("1.0", null))) {
      assertThat(errors.exception(errors.failure(original)))
          .isExactlyInstanceOf(original.getClass())
          .hasMessage(original.getMessage());
    }
  }

  @Test
  void a_remote_error_of_a_remote_error_tells_of_the_first() {
    Failure outer =
        new Failure(
            "RemoteError",
            PythonErrors.COMMON,
            "Remote error: ValueError kaput\n[].",
            List.of(),
            List.of(),
            Map.of("exc_type", "ValueError", "value", "kaput", "traceback", List.of("line\n")));

    assertThat(errors(PythonErrors.COMMON).exception(outer))
        .isInstanceOf(RpcRemoteException.class)
        .hasMessage("Remote error: ValueError kaput\n['line\\n'].");
  }
}
