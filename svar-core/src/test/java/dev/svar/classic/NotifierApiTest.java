package dev.svar.classic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.svar.driver.Address;
import dev.svar.notify.Notification;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** The notifier of openstack.common.notifier: its drivers, and what they are given. */
final class NotifierApiTest {
  private static final RequestContext CONTEXT =
      RequestContext.builder().user("u").authToken("t0k").requestId("req-1").build();

  private static RpcBackend backend(Object drivers, Map<String, ?> options) {
    RpcOptions.Builder builder =
        RpcOptions.builder()
            .option("transport_url", "memory://notifier-api")
            .option("notification_driver", drivers);
    options.forEach(builder::option);
    return RpcBackend.open(builder.build());
  }

  private static RpcBackend backend(Object drivers) {
    return backend(drivers, Map.of());
  }

  /** What is logged while that runs. */
  private static String logged(Runnable code) {
    PrintStream before = System.err;
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    System.setErr(new PrintStream(log, true, UTF_8));
    try {
      code.run();
    } finally {
      System.setErr(before);
    }
    return log.toString(UTF_8);
  }

  @Test
  void a_driver_gets_the_message_with_exactly_its_fields() {
    try (RpcBackend backend = backend("test")) {
      NotifierApi notifier = backend.notifier();

      notifier.notify(CONTEXT, "compute.host1", "compute.created", "WARN", Map.of("a", 3));

      Notification event = notifier.recorded().get(0);
      assertThat(event.toMap())
          .containsOnlyKeys(
              "message_id", "publisher_id", "event_type", "priority", "payload", "timestamp")
          .containsEntry("publisher_id", "compute.host1")
          .containsEntry("event_type", "compute.created")
          .containsEntry("priority", "WARN")
          .containsEntry("payload", Map.of("a", 3));
      assertThat(UUID.fromString(event.messageId())).isNotNull();
      assertThat(event.timestamp())
          .matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d(\\.\\d{6})?");
      assertThat(event.context()).isEqualTo(CONTEXT);
      assertThat(backend.notifier()).isSameAs(notifier);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"not a priority", "info", "AUDIT", "SAMPLE", ""})
  void a_priority_that_is_none_is_refused(String priority) {
    try (RpcBackend backend = backend("test")) {
      assertThatThrownBy(() -> backend.notifier().notify(CONTEXT, "p", "e", priority, null))
          .isInstanceOf(BadPriorityException.class)
          .hasMessage(
              priority
                  + " not in valid priorities"
                  + " (expected: one of DEBUG, WARN, INFO, ERROR, CRITICAL)");
      assertThat(backend.notifier().recorded()).isEmpty();
    }
  }

  @Test
  void a_module_that_is_none_is_logged_once_and_the_others_are_found_by_their_last_part() {
    List<String> drivers =
        List.of(
            "foo.bar",
            "nova.openstack.common.notifier.test_notifier",
            "openstack.common.notifier.test_notifier",
            "openstack.common.notifier.no_op_notifier",
            "bad");
    try (RpcBackend backend = backend(drivers)) {
      String log =
          logged(
              () -> {
                backend.notifier().notify(CONTEXT, "p", "one", "INFO", null);
                backend.notifier().notify(CONTEXT, "p", "two", "INFO", null);
              });

      assertThat(log)
          .containsOnlyOnce("notification_driver: \"foo.bar\" is left alone")
          .containsOnlyOnce("notification_driver: \"bad\" is left alone");
      assertThat(backend.notifier().recorded())
          .extracting(Notification::eventType)
          .containsExactly("one", "two");
    }
  }

  @Test
  void a_driver_that_fails_is_logged_and_the_next_one_runs() {
    try (RpcBackend backend = backend(List.of("rpc", "log", "test"))) {
      String log =
          logged(
              () ->
                  backend
                      .notifier()
                      .notify(CONTEXT, "p", "e", "INFO", Map.of("bad", new Object())));

      assertThat(log)
          .contains("e from p (", "was not sent to notifications", "was not sent by log_notifier");
      assertThat(backend.notifier().recorded()).hasSize(1);
    }
  }

  @Test
  void the_log_has_the_message_as_json_without_secrets() {
    try (RpcBackend backend = backend(List.of("rpc", "log"))) {
      String log =
          logged(
              () -> {
                backend
                    .notifier()
                    .notify(CONTEXT, "p", "login", "CRITICAL", Map.of("password", "s3cret"));
                backend.notifier().notify(CONTEXT, "p", "hint", "WARN", 7);
              });

      assertThat(log)
          .contains("ERROR openstack.common.notification.login", "\"publisher_id\":\"p\"")
          .contains("\"priority\":\"CRITICAL\"", "WARN openstack.common.notification.hint")
          .contains("\"payload\":7")
          .doesNotContain("s3cret", "t0k", "_context_", "_unique_id");
    }
  }

  @Test
  void rpc_sends_it_bare_and_rpc2_in_an_envelope_each_to_its_topics() throws Exception {
    Map<String, Object> options =
        Map.of("notification_topics", "testnotify", "rpc_notifier2.topics", List.of("enveloped"));
    try (HandWrittenPeer peer = new HandWrittenPeer("notifier-api");
        RpcBackend backend = backend(List.of("rpc", "rpc2", "test"), options)) {
      peer.listen(new Address.Events("openstack", "testnotify.debug", null));
      backend.notifier().notify(CONTEXT, "p", "e", "DEBUG", Map.of("a", 1));

      @SuppressWarnings("unchecked") // JSON's keys are text
      Map<String, Object> bare = new JsonMapper().readValue(peer.next().body(), Map.class);
      peer.listen(new Address.Events("openstack", "enveloped.debug", null));
      Map<String, Object> inner = HandWrittenPeer.inner(peer.next());

      Map<String, Object> message = backend.notifier().recorded().get(0).toMap();
      for (Map<String, Object> sent : List.of(bare, inner)) {
        assertThat(sent)
            .containsAllEntriesOf(message)
            .containsEntry("_context_auth_token", "t0k")
            .containsEntry("_context_request_id", "req-1");
        assertThat(String.valueOf(sent.get("_unique_id"))).matches("[0-9a-f]{32}");
        assertThat(sent).hasSize(message.size() + CONTEXT.toMap().size() + 1);
      }
    }
  }

  @Test
  void without_a_context_an_administrator_says_so() {
    try (RpcBackend backend = backend("test")) {
      backend.notifier().notify(null, "p", "e", "INFO", null);

      assertThat(backend.notifier().recorded().get(0).context().toMap())
          .containsEntry("is_admin", true)
          .containsEntry("user", null);
    }
  }

  @Test
  void a_publisher_is_a_service_on_a_host() throws Exception {
    try (RpcBackend plain = backend("test");
        RpcBackend named = backend("test", Map.of("default_publisher_id", "me"));
        RpcBackend hosted =
            backend("test", Map.of("default_publisher_id", "me", "host", "node-1"))) {
      assertThat(plain.notifier().publisherId("foobar", "baz")).isEqualTo("foobar.baz");
      assertThat(plain.notifier().publisherId("foobar"))
          .isEqualTo("foobar." + InetAddress.getLocalHost().getHostName());
      assertThat(named.notifier().publisherId("foobar")).isEqualTo("foobar.me");
      assertThat(hosted.notifier().publisherId("foobar", "")).isEqualTo("foobar.node-1");
    }
  }

  @Test
  void a_decorated_function_is_announced_and_does_what_it_did() {
    Map<String, Object> options =
        Map.of("default_notification_level", "WARN", "default_publisher_id", "me");
    try (RpcBackend backend = backend("test", options)) {
      Function<Integer, Integer> twice =
          backend.notifier().notifyDecorator("module.twice", (Integer n) -> 2 * n);

      assertThat(twice.apply(21)).isEqualTo(42);

      Notification event = backend.notifier().recorded().get(0);
      assertThat(event.eventType()).isEqualTo("module.twice");
      assertThat(event.publisherId()).isEqualTo("me");
      assertThat(event.priority()).hasToString("WARN");
      assertThat(event.payload()).isEqualTo(Map.of("args", List.of(21), "kwarg", Map.of()));
    }
  }

  @Test
  void a_context_among_the_arguments_is_that_of_the_event_and_its_token_no_payload() {
    try (RpcBackend backend = backend("test")) {
      BiFunction<RequestContext, String, String> rename =
          backend
              .notifier()
              .notifyDecorator("rename", (RequestContext context, String name) -> name + "!");

      assertThat(rename.apply(CONTEXT, "new")).isEqualTo("new!");

      Notification event = backend.notifier().recorded().get(0);
      assertThat(event.context()).isEqualTo(CONTEXT);
      assertThat(String.valueOf(event.payload())).contains("new", "req-1").doesNotContain("t0k");
    }
  }
}
