package dev.svar.internal.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.svar.ConfigurationException;
import dev.svar.TransportUrl;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the options of openstack.common.rpc mean today. */
final class ClassicSettingsTest {
  @TempDir private Path folder;

  private static ClassicSettings code(Map<String, ?> values) {
    return ClassicSettings.of(values, Map.of(), List.of());
  }

  private ClassicSettings file(String text) throws Exception {
    Path file = folder.resolve("nova.conf");
    Files.writeString(file, text);
    return ClassicSettings.of(Map.of(), Map.of(), List.of(file));
  }

  @Test
  void without_configuration_it_is_the_broker_of_this_machine() {
    ClassicSettings settings = code(Map.of());

    assertThat(settings.url().format()).isEqualTo("rabbit://guest:guest@localhost:5672/");
    assertThat(settings.driverOptions()).isEqualTo(Map.of("svar_direct_reply_exchange", true));
    assertThat(settings.controlExchange()).isEmpty();
    assertThat(settings.responseTimeout()).isEqualTo(Duration.ofSeconds(60));
    assertThat(settings.castTimeout()).isEqualTo(Duration.ofSeconds(30));
    assertThat(settings.threadPoolSize()).isEqualTo(64);
    assertThat(settings.connectionPoolSize()).isEqualTo(30);
    assertThat(settings.allowedExceptionModules())
        .containsExactlyInAnyOrder("nova.exception", "cinder.exception", "exceptions");
    assertThat(settings.maxRetries()).isEmpty();
  }

  @Test
  void a_service_file_says_which_events_go_where() throws Exception {
    ClassicSettings settings =
        file(
            """
            [DEFAULT]
            notification_driver = nova.openstack.common.notifier.rpc_notifier
            notification_driver = nova.openstack.common.notifier.log_notifier
            notification_topics = notifications, monitor
            default_notification_level = error
            default_publisher_id = me
            host = node-1
            [rpc_notifier2]
            topics = one, two
            """);

    assertThat(settings.notificationDrivers())
        .containsExactly(
            "nova.openstack.common.notifier.rpc_notifier",
            "nova.openstack.common.notifier.log_notifier");
    assertThat(settings.notificationTopics()).containsExactly("notifications", "monitor");
    assertThat(settings.notificationLevel()).isEqualTo("ERROR");
    assertThat(settings.publisherId()).contains("me");
    assertThat(settings.serviceHost()).contains("node-1");
    assertThat(settings.notifier2Topics()).containsExactly("one", "two");
  }

  @Test
  void code_and_properties_name_an_option_of_another_group_with_that() {
    assertThat(code(Map.of("rpc_notifier2.topics", "a,b")).notifier2Topics())
        .containsExactly("a", "b");
    assertThat(
            ClassicSettings.of(
                    Map.of(), Map.of("rpc_notifier2.topics", "c", "user.topics", "x"), List.of())
                .notifier2Topics())
        .containsExactly("c");
    assertThat(code(Map.of()).notifier2Topics()).containsExactly("notifications");
    assertThat(code(Map.of()).notificationTopics()).containsExactly("notifications");
    assertThat(code(Map.of()).notificationDrivers()).isEmpty();
    assertThat(code(Map.of()).notificationLevel()).isEqualTo("INFO");
    assertThatThrownBy(() -> code(Map.of("rpc_notifier2.topic", "a")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("code: [rpc_notifier2] topic is not an option (nearest: topics)");
  }

  @Test
  void a_service_file_of_2013_says_where_the_broker_is_and_how_to_use_it() throws Exception {
    ClassicSettings settings =
        file(
            """
            [DEFAULT]
            debug = True
            rpc_backend = nova.rpc.impl_kombu
            rabbit_host = rabbit.example.org
            rabbit_port = 5673
            rabbit_userid = nova
            rabbit_password = p@ss,word
            rabbit_virtual_host = /nova
            rabbit_retry_interval = 0
            rabbit_retry_backoff = 5
            rabbit_max_retries = 3
            rabbit_ha_queues = true
            rabbit_durable_queues = true
            amqp_auto_delete = True
            control_exchange = nova
            rpc_response_timeout = 7
            rpc_cast_timeout = 8
            rpc_thread_pool_size = 9
            rpc_conn_pool_size = 10
            allowed_rpc_exception_modules = a.b, c
            """);

    assertThat(settings.url().format())
        .isEqualTo("rabbit://nova:p%40ss%2Cword@rabbit.example.org:5673//nova");
    assertThat(settings.driverOptions())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "svar_direct_reply_exchange", true,
                "amqp_durable_queues", true,
                "amqp_auto_delete", true,
                "rabbit_ha_queues", true,
                "rabbit_retry_interval", 1,
                "rabbit_retry_backoff", 5));
    assertThat(settings.controlExchange()).contains("nova");
    assertThat(settings.responseTimeout()).isEqualTo(Duration.ofSeconds(7));
    assertThat(settings.castTimeout()).isEqualTo(Duration.ofSeconds(8));
    assertThat(settings.threadPoolSize()).isEqualTo(9);
    assertThat(settings.connectionPoolSize()).isEqualTo(10);
    assertThat(settings.allowedExceptionModules()).containsExactlyInAnyOrder("a.b", "c");
    assertThat(settings.maxRetries()).contains(3);
  }

  @Test
  void hosts_are_taken_in_their_order_with_the_port_where_they_have_none() {
    ClassicSettings settings =
        code(
            Map.of(
                "rabbit_port",
                5673,
                "rabbit_hosts",
                "host1, host2:1234, 192.0.2.1, [2001:db8::1], [2001:db8::2]:1235, 2001:db8::3"));

    assertThat(settings.url().hosts())
        .extracting(TransportUrl.Host::toString)
        .containsExactly(
            "host1:5673",
            "host2:1234",
            "192.0.2.1:5673",
            "[2001:db8::1]:5673",
            "[2001:db8::2]:1235",
            "[2001:db8::3]:5673");
    assertThat(settings.url().hosts())
        .extracting(TransportUrl.Host::username)
        .containsOnly("guest");
  }

  @Test
  void a_reference_in_a_file_means_another_option() throws Exception {
    ClassicSettings settings =
        file(
            """
            [DEFAULT]
            rabbit_host = broker
            rabbit_hosts = $rabbit_host:$rabbit_port, other:$rabbit_port
            """);

    assertThat(settings.url().format())
        .isEqualTo("rabbit://guest:guest@broker:5672,guest:guest@other:5672/");
  }

  @Test
  void a_url_of_today_wins_over_what_older_options_say() {
    ClassicSettings settings =
        code(
            Map.of(
                "transport_url",
                    "rabbit://me:secret@new:1/v?heartbeat_rate=2&svar_direct_reply_exchange=no",
                "rabbit_host", "old",
                "rpc_backend", "nova.rpc.impl_qpid",
                "rabbit_ha_queues", "true"));

    assertThat(settings.url().format())
        .isEqualTo("rabbit://me:secret@new:1/v?heartbeat_rate=2&svar_direct_reply_exchange=no");
    assertThat(settings.driverOptions()).isEqualTo(Map.of("rabbit_ha_queues", true));
  }

  @Test
  void code_wins_over_properties_and_properties_over_files() throws Exception {
    Path file = folder.resolve("nova.conf");
    Files.writeString(
        file,
        "[DEFAULT]\nrpc_conn_pool_size = 1\nrpc_thread_pool_size = 1\nrpc_response_timeout = 1\n");

    ClassicSettings settings =
        ClassicSettings.of(
            Map.of("rpc_conn_pool_size", 3),
            Map.of("rpc_conn_pool_size", "2", "rpc_thread_pool_size", "2", "java.home", "/"),
            List.of(file));

    assertThat(settings.connectionPoolSize()).isEqualTo(3);
    assertThat(settings.threadPoolSize()).isEqualTo(2);
    assertThat(settings.responseTimeout()).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void nova_backends_of_older_files_mean_the_same() {
    for (String backend :
        List.of(
            "nova.rpc.impl_kombu",
            "nova.openstack.common.rpc.impl_kombu",
            "openstack.common.rpc.impl_kombu",
            "cinder.openstack.common.rpc.impl_kombu",
            "kombu",
            "rabbit")) {
      assertThat(code(Map.of("rpc_backend", backend)).url().scheme()).isEqualTo("rabbit");
    }
  }

  @Test
  void a_fake_backend_is_a_bus_in_memory() {
    assertThat(code(Map.of("fake_rabbit", "true")).url().format()).isEqualTo("memory://fake/");
    assertThat(code(Map.of("rpc_backend", "nova.rpc.impl_fake")).url().format())
        .isEqualTo("memory://fake/");
    assertThat(code(Map.of("fake_rabbit", true, "amqp_auto_delete", true)).driverOptions())
        .isEmpty();
  }

  @Test
  void a_backend_without_a_driver_is_refused_with_what_there_is() {
    assertThatThrownBy(() -> code(Map.of("rpc_backend", "nova.rpc.impl_qpid")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "rpc_backend: \"nova.rpc.impl_qpid\" (expected: a name that ends in impl_kombu, kombu,"
                + " rabbit, impl_fake or fake; or give transport_url instead)");
  }

  @Test
  void ssl_options_are_those_of_today_under_their_older_names() {
    assertThat(
            code(Map.of(
                    "rabbit_use_ssl", true,
                    "kombu_ssl_version", "TLSv1",
                    "kombu_ssl_keyfile", "key.pem",
                    "kombu_ssl_certfile", "cert.pem",
                    "kombu_ssl_ca_certs", "ca.pem"))
                .driverOptions())
        .isEqualTo(
            Map.of(
                "svar_direct_reply_exchange", true,
                "ssl", true,
                "ssl_version", "tlsv1",
                "ssl_key_file", "key.pem",
                "ssl_cert_file", "cert.pem",
                "ssl_ca_file", "ca.pem"));
    assertThat(code(Map.of("kombu_ssl_certfile", "cert.pem")).driverOptions())
        .doesNotContainKeys("ssl", "ssl_cert_file");
  }

  @Test
  void a_bad_ssl_version_is_refused() {
    ClassicSettings settings = code(Map.of("rabbit_use_ssl", true, "kombu_ssl_version", "SSLv24"));

    assertThatThrownBy(settings::driverOptions)
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "kombu_ssl_version: Invalid SSL version : SSLv24 (expected: TLSv1, TLSv1_1, TLSv1_2,"
                + " TLSv1_3, or SSLv23 or nothing for the best that both sides know)");
  }

  @Test
  void a_value_of_another_type_is_refused_with_what_is_expected() {
    assertThatThrownBy(() -> code(Map.of("rpc_response_timeout", "soon")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "code: [DEFAULT] rpc_response_timeout: \"soon\" (expected: a whole number, 1 or more)");
    assertThatThrownBy(() -> ClassicSettings.of(Map.of(), Map.of("rabbit_port", "no"), List.of()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "properties: [DEFAULT] rabbit_port: \"no\" (expected: a whole number from 1 to 65535)");
    assertThatThrownBy(() -> file("[DEFAULT]\nfake_rabbit = perhaps\n"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            folder.resolve("nova.conf")
                + ":2: [DEFAULT] fake_rabbit: \"perhaps\" (expected: true or false)");
    assertThatThrownBy(() -> code(Map.of("rabbit_hosts", "a:b:c, host")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "rabbit_hosts: \"a:b:c\" (expected: host, host:port, [address] or [address]:port,"
                + " separated by commas)");
  }

  @Test
  void a_misspelt_option_in_code_is_refused_with_the_nearest() {
    assertThatThrownBy(() -> code(Map.of("rabbit_prot", 1)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("code: [DEFAULT] rabbit_prot is not an option (nearest: rabbit_port)");
  }
}
