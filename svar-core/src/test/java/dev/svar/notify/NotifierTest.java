package dev.svar.notify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.svar.ConfigurationException;
import dev.svar.Context;
import dev.svar.Target;
import dev.svar.Transport;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The settings and the drivers of a notifier that no broker takes part in. */
final class NotifierTest {
  private final Transport transport = Transport.open("memory:");

  @AfterEach
  void close() {
    transport.close();
  }

  private Transport configured(Path folder, String text) throws Exception {
    Path file = folder.resolve("oslo.conf");
    Files.writeString(file, text);
    return Transport.builder().configFile(file).forNotifications(true).open();
  }

  private Notifier.Builder notifier() {
    return Notifier.builder(transport).publisherId("me");
  }

  @Test
  void an_unknown_driver_is_refused_naming_those_there_are() {
    assertThatThrownBy(() -> notifier().driver("messagingv3").build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "driver: \"messagingv3\" (expected: one of log, messaging, messagingv2, noop, test)");
  }

  @Test
  void routing_names_the_artifact_that_has_it() {
    assertThatThrownBy(() -> notifier().driver("routing").build())
        .hasMessageContaining("dev.svar:svar-routing");
  }

  @Test
  void an_unknown_priority_is_refused_naming_those_there_are() {
    assertThat(Priority.of("Warning")).isEqualTo(Priority.WARN);
    assertThat(Priority.of("INFO")).isEqualTo(Priority.INFO);
    assertThatThrownBy(() -> Priority.of("urgent"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"urgent\"")
        .hasMessageContaining("audit, debug, info, warn, error, critical, sample");
  }

  @Test
  void files_choose_drivers_topics_and_the_transport(@TempDir Path folder) throws Exception {
    try (Transport from =
        configured(
            folder,
            """
            [DEFAULT]
            transport_url = rabbit://elsewhere/
            [oslo_messaging_notifications]
            transport_url = memory://from-files
            driver = messagingv2
            driver = test
            topics = one, two
            """)) {
      BlockingQueue<String> handled = new LinkedBlockingQueue<>();
      try (NotificationListener listener =
          NotificationListener.builder(from, Target.of("one"))
              .target(Target.of("two"))
              .on(Priority.ERROR, event -> handled.add(event.eventType()))
              .build()) {
        listener.start();
        Notifier notifier = Notifier.builder(from).build();

        notifier.error(Context.EMPTY, "e", null);

        assertThat(handled.poll(20, TimeUnit.SECONDS)).isEqualTo("e");
        assertThat(handled.poll(20, TimeUnit.SECONDS)).isEqualTo("e");
        assertThat(notifier.recorded()).hasSize(1);
      }
    }
  }

  @Test
  void a_wrong_value_in_a_file_is_told_with_its_place(@TempDir Path folder) {
    assertThatThrownBy(
            () ->
                configured(
                    folder,
                    """
                    [oslo_messaging_notifications]
                    transport_url = memory:
                    retry = often
                    """))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("retry")
        .hasMessageContaining("often");
  }

  @Test
  void noop_alone_is_not_enabled() {
    assertThat(notifier().driver("noop").build().isEnabled()).isFalse();
    assertThat(notifier().driver("noop", "test").build().isEnabled()).isTrue();
    assertThat(notifier().build().isEnabled()).isTrue();
    notifier().driver("noop").build().info(Context.EMPTY, "e", new Object());
  }

  @Test
  void another_publisher_shares_the_drivers() {
    Notifier notifier = notifier().driver("test").build();

    notifier.withPublisherId("you").warn(Context.EMPTY, "e", List.of(1));

    assertThat(notifier.recorded())
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.publisherId()).isEqualTo("you");
              assertThat(event.priority()).isEqualTo(Priority.WARN);
              assertThat(event.payload()).isEqualTo(List.of(1));
            });
  }

  @Test
  void the_context_keeps_names_and_ids_and_nothing_else() {
    Notifier notifier = notifier().driver("test").build();
    Context context =
        Context.of(
            Map.of(
                "user_id", "u",
                "project_domain_name", "d",
                "service_user_name", "nova",
                "service_token", "t0",
                "auth_token", "t1",
                "roles", List.of("admin"),
                "password", "p"));

    notifier.info(context, "e", null);

    assertThat(notifier.recorded().get(0).context().toMap())
        .containsOnlyKeys("user_id", "project_domain_name", "service_user_name", "roles");
  }

  record User(String name, String password) {}

  @Test
  void the_log_has_the_message_as_json_without_secrets() {
    PrintStream before = System.err;
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    System.setErr(new PrintStream(log, true, UTF_8));
    try {
      Notifier notifier = notifier().driver("log").build();
      notifier.error(
          Context.EMPTY,
          "server.create",
          Map.of("adminPass", "s3cret", "nested", List.of(Map.of("auth_token", "t0k"))));
      notifier.warn(Context.EMPTY, "user.create", new User("u1", "h1dden"));
      notifier.sample(Context.EMPTY, "cpu", Map.of("value", 5));
    } finally {
      System.setErr(before);
    }

    assertThat(log.toString(UTF_8))
        .contains("ERROR oslo.messaging.notification.server.create")
        .contains("\"publisher_id\":\"me\"", "\"priority\":\"ERROR\"", "\"adminPass\":\"***\"")
        .contains("\"auth_token\":\"***\"")
        .contains("cpu from me", "is not logged: there is no level for SAMPLE")
        .contains("\"payload\":{\"name\":\"u1\",\"password\":\"***\"}")
        .doesNotContain("s3cret", "t0k", "h1dden", "\"value\":5");
  }

  @Test
  void what_one_driver_cannot_do_stops_no_other_one() {
    Notifier notifier = notifier().driver("messagingv2", "test").build();
    transport.close();

    assertThatThrownBy(() -> notifier.info(Context.EMPTY, "e", null))
        .hasMessageContaining("closed");

    assertThat(notifier.recorded()).hasSize(1);
  }
}
