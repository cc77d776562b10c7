package dev.svar.classic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.svar.Context;
import dev.svar.RemoteException;
import dev.svar.Serializer;
import dev.svar.UnknownMethodException;
import dev.svar.rpc.AccessPolicy;
import dev.svar.rpc.RpcEndpoint;
import dev.svar.rpc.RpcMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which callback runs a message, and what becomes of its arguments. */
@SuppressWarnings("DoNotCallSuggester") // to be called is what these methods are for
final class RpcDispatcherTest {
  private static final CommonRpcContext CONTEXT = CommonRpcContext.of(Map.of("user", "u"));

  /** Version 1.0 without a name. */
  public static class First {
    public String test(CommonRpcContext context, int arg1) {
      return "1.0 " + arg1 + " " + context.get("user");
    }

    public String onlyFirst() {
      return "only first";
    }
  }

  /** Version 2.1. */
  @RpcEndpoint(version = "2.1")
  public static final class Second {
    public String test(int arg1) {
      return "2.1 " + arg1;
    }
  }

  /** Version 3.5. */
  @RpcEndpoint(version = "3.5")
  public static final class Third {
    public String test(int arg1) {
      return "3.5 " + arg1;
    }
  }

  /** Version 1.0 of another interface. */
  @RpcEndpoint(namespace = "testapi", version = "1.0")
  public static final class Named {
    public String test(int arg1) {
      return "testapi " + arg1;
    }
  }

  private static final RpcDispatcher DISPATCHER =
      new RpcDispatcher(List.of(new First(), new Second(), new Third(), new Named()));

  private static @Nullable Object dispatch(
      @Nullable String version, String method, @Nullable String namespace) throws Exception {
    return DISPATCHER.dispatch(CONTEXT, version, method, namespace, Map.of("arg1", 1));
  }

  @Test
  void the_callback_of_that_version_runs() throws Exception {
    assertThat(dispatch("2.1", "test", null)).isEqualTo("2.1 1");
    assertThat(dispatch("3.5", "test", null)).isEqualTo("3.5 1");
  }

  @Test
  void a_lower_minor_version_is_served() throws Exception {
    assertThat(dispatch("2.0", "test", null)).isEqualTo("2.1 1");
    assertThat(dispatch("3.1", "test", null)).isEqualTo("3.5 1");
  }

  @Test
  void a_higher_minor_version_and_another_major_are_not() {
    for (String version : List.of("2.6", "3.6", "4.0", "0.9", "1.1", "nonsense")) {
      assertThatThrownBy(() -> dispatch(version, "test", null))
          .isInstanceOf(UnsupportedRpcVersionException.class)
          .hasMessage("Specified RPC version, " + version + ", not supported by this endpoint.");
    }
  }

  @Test
  void a_lower_major_version_is_not_served_by_a_higher_one() {
    RpcDispatcher second = new RpcDispatcher(List.of(new Second(), new Third()));

    assertThatThrownBy(() -> second.dispatch(CONTEXT, "1.0", "test", null, Map.of("arg1", 1)))
        .isInstanceOf(UnsupportedRpcVersionException.class);
  }

  @Test
  void no_version_is_the_first() throws Exception {
    assertThat(dispatch(null, "test", null)).isEqualTo("1.0 1 u");
    assertThat(dispatch("", "test", null)).isEqualTo("1.0 1 u");
    assertThat(dispatch("1", "test", null)).isEqualTo("1.0 1 u");
  }

  @Test
  void a_missing_method_of_a_served_version_is_named() {
    assertThatThrownBy(() -> dispatch("2.1", "nothing", null))
        .isInstanceOf(UnknownMethodException.class)
        .hasMessage("No such RPC function 'nothing'")
        .extracting(thrown -> ((RemoteException) thrown).failure().qualifiedName())
        .isEqualTo("builtins.AttributeError");
  }

  @Test
  void a_missing_method_of_another_version_is_an_unsupported_version() {
    assertThatThrownBy(() -> dispatch("2.6", "nothing", null))
        .isInstanceOf(UnsupportedRpcVersionException.class);
  }

  @Test
  void a_namespace_is_matched_exactly() throws Exception {
    assertThat(dispatch("1.0", "test", "testapi")).isEqualTo("testapi 1");
    assertThat(dispatch("1.0", "test", null)).isEqualTo("1.0 1 u");
    assertThatThrownBy(() -> dispatch("2.1", "test", "testapi"))
        .isInstanceOf(UnsupportedRpcVersionException.class);
    assertThatThrownBy(() -> dispatch("1.0", "test", "other"))
        .isInstanceOf(UnsupportedRpcVersionException.class);
  }

  /** Version 1.7 with one method more. */
  @RpcEndpoint(version = "1.7")
  public static final class Later extends First {
    public String later() {
      return "later";
    }
  }

  @Test
  void a_callback_without_the_method_is_passed_over() throws Exception {
    RpcDispatcher both = new RpcDispatcher(List.of(new First(), new Later()));

    assertThat(both.dispatch(CONTEXT, "1.0", "later", null, Map.of())).isEqualTo("later");
    assertThat(both.dispatch(CONTEXT, "1.5", "onlyFirst", null, Map.of())).isEqualTo("only first");
  }

  @Test
  void arguments_are_deserialized_and_the_result_is_serialized_each_once() throws Exception {
    List<Object> seen = new ArrayList<>();
    Serializer serializer =
        new Serializer() {
          @Override
          public @Nullable Object deserialize(Context context, @Nullable Object value) {
            seen.add(List.of("in", context, String.valueOf(value)));
            return 7;
          }

          @Override
          public @Nullable Object serialize(Context context, @Nullable Object value) {
            seen.add(List.of("out", context, String.valueOf(value)));
            return "serialized";
          }
        };
    RpcDispatcher dispatcher = new RpcDispatcher(List.of(new First()), serializer);

    assertThat(dispatcher.dispatch(CONTEXT, null, "test", null, Map.of("arg1", "x")))
        .isEqualTo("serialized");
    assertThat(seen)
        .containsExactly(List.of("in", CONTEXT, "x"), List.of("out", CONTEXT, "1.0 7 u"));
  }

  /** What must not be called. */
  public static final class Private {
    public String _hidden() {
      return "secret";
    }

    @RpcMethod
    public String shown() {
      return "shown";
    }

    public String plain() {
      return "plain";
    }
  }

  @Test
  void private_methods_and_those_of_every_object_cannot_be_called() {
    RpcDispatcher dispatcher = new RpcDispatcher(List.of(new Private()));

    for (String method : List.of("_hidden", "toString", "getClass", "hashCode", "notify")) {
      assertThatThrownBy(() -> dispatcher.dispatch(CONTEXT, null, method, null, Map.of()))
          .isInstanceOf(UnknownMethodException.class);
    }
  }

  @Test
  void only_marked_methods_can_be_called_if_that_is_asked_for() throws Exception {
    RpcDispatcher dispatcher =
        new RpcDispatcher(List.of(new Private()), Serializer.NONE, AccessPolicy.EXPOSED);

    assertThat(dispatcher.dispatch(CONTEXT, null, "shown", null, Map.of())).isEqualTo("shown");
    assertThatThrownBy(() -> dispatcher.dispatch(CONTEXT, null, "plain", null, Map.of()))
        .isInstanceOf(UnknownMethodException.class);
    assertThatThrownBy(
            () -> new RpcDispatcher(List.of(new Private()), Serializer.NONE, AccessPolicy.ALL))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "policy: ALL (expected: NO_UNDERSCORE or EXPOSED; peers of 2013 call what they like)");
  }

  /** A service that is its own manager. */
  public static final class Alone extends Service {
    Alone(RpcBackend backend) {
      super(backend, "host1", "topic", null, Serializer.NONE);
    }

    public String mine() {
      return "mine";
    }
  }

  @Test
  void a_service_that_is_its_own_manager_exposes_what_it_adds() throws Exception {
    try (RpcBackend backend =
        RpcBackend.open(RpcOptions.builder().option("transport_url", "memory://").build())) {
      RpcDispatcher dispatcher = new RpcDispatcher(List.of(new Alone(backend)));

      assertThat(dispatcher.dispatch(CONTEXT, null, "mine", null, Map.of())).isEqualTo("mine");
      for (String method : List.of("start", "stop", "host", "topic")) {
        assertThatThrownBy(() -> dispatcher.dispatch(CONTEXT, null, method, null, Map.of()))
            .isInstanceOf(UnknownMethodException.class);
      }
    }
  }

  /** Has failures that are its callers' problem. */
  public static final class Failing {
    @ClientExceptions({IllegalArgumentException.class, IllegalStateException.class})
    public void fail(String how) {
      switch (how) {
        case "listed" -> throw new IllegalArgumentException("listed");
        case "subclass" -> throw new NumberFormatException("subclass");
        default -> throw new UnsupportedOperationException("other");
      }
    }

    @RpcMethod(expected = IllegalArgumentException.class)
    public void expected() {
      throw new NumberFormatException("expected");
    }
  }

  @Test
  void a_listed_exception_is_wrapped_and_others_are_not() {
    RpcDispatcher dispatcher = new RpcDispatcher(List.of(new Failing()));

    assertThatThrownBy(
            () -> dispatcher.dispatch(CONTEXT, null, "fail", null, Map.of("how", "listed")))
        .isInstanceOf(ClientException.class)
        .extracting(thrown -> ((ClientException) thrown).wrapped())
        .isExactlyInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> dispatcher.dispatch(CONTEXT, null, "fail", null, Map.of("how", "subclass")))
        .isExactlyInstanceOf(NumberFormatException.class);
    assertThatThrownBy(
            () -> dispatcher.dispatch(CONTEXT, null, "fail", null, Map.of("how", "other")))
        .isExactlyInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> dispatcher.dispatch(CONTEXT, null, "expected", null, Map.of()))
        .isInstanceOf(ClientException.class);
  }

  /** Wants another context than there is. */
  public static final class Picky {
    public String user(RequestContext context) {
      return context.requestId();
    }
  }

  @Test
  void a_context_of_another_type_is_a_type_error() {
    RpcDispatcher dispatcher = new RpcDispatcher(List.of(new Picky()));

    assertThatThrownBy(() -> dispatcher.dispatch(CONTEXT, null, "user", null, Map.of()))
        .isInstanceOf(RemoteException.class)
        .hasMessage(
            "builtins.TypeError: Picky.user() takes a context of dev.svar.classic.RequestContext,"
                + " but got one of dev.svar.classic.CommonRpcContext");
  }

  @Test
  void an_argument_of_another_type_is_a_type_error() {
    assertThatThrownBy(
            () -> DISPATCHER.dispatch(CONTEXT, null, "test", null, Map.of("arg1", "one")))
        .isInstanceOf(RemoteException.class)
        .hasMessage(
            "builtins.TypeError: First.test() argument 'arg1': args.arg1: a java.lang.String"
                + " (expected: int)");
  }

  /** A type whose values are checked as they are made. */
  public record Even(int number) {
    public Even {
      if (number % 2 != 0) {
        throw new IllegalStateException("on purpose: odd");
      }
    }
  }

  /** Takes one. */
  public static final class Halves {
    public int half(Even even) {
      return even.number() / 2;
    }
  }

  @Test
  void the_stack_of_what_an_argument_s_constructor_throws_is_kept_for_the_log() {
    RpcDispatcher dispatcher = new RpcDispatcher(List.of(new Halves()));

    assertThatThrownBy(
            () ->
                dispatcher.dispatch(
                    CONTEXT, null, "half", null, Map.of("even", Map.of("number", 3))))
        .isInstanceOf(RemoteException.class)
        .hasMessageStartingWith("builtins.TypeError: Halves.half() argument 'even': ")
        .rootCause()
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("on purpose: odd");
  }
}
