package dev.svar.internal.config;

import static dev.svar.internal.config.CoreOptions.DEFAULT;
import static dev.svar.internal.config.CoreOptions.NOTIFICATIONS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.svar.ConfigurationException;
import dev.svar.TransportUrl;
import dev.svar.driver.DriverConfig;
import dev.svar.driver.Option;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class SettingsTest {
  private final List<String> warnings = new ArrayList<>();

  @Test
  void without_files_everything_has_its_default() {
    Settings settings = Settings.of(List.of());

    assertThat(settings.find(DEFAULT, CoreOptions.TRANSPORT_URL)).isEmpty();
    assertThat(settings.find(DEFAULT, CoreOptions.CONTROL_EXCHANGE)).contains("openstack");
    assertThat(settings.find(DEFAULT, CoreOptions.RPC_RESPONSE_TIMEOUT)).contains(60);
    assertThat(settings.find(DEFAULT, CoreOptions.EXECUTOR_THREAD_POOL_SIZE)).contains(64);
    assertThat(settings.find(DEFAULT, CoreOptions.RPC_PING_ENABLED)).contains(false);
    assertThat(settings.find(NOTIFICATIONS, CoreOptions.NOTIFICATION_DRIVER)).contains(List.of());
    assertThat(settings.find(NOTIFICATIONS, CoreOptions.NOTIFICATION_TRANSPORT_URL)).isEmpty();
    assertThat(settings.find(NOTIFICATIONS, CoreOptions.NOTIFICATION_TOPICS))
        .contains(List.of("notifications"));
    assertThat(settings.find(NOTIFICATIONS, CoreOptions.NOTIFICATION_RETRY)).contains(-1);
    assertThat(settings.find(NOTIFICATIONS, CoreOptions.NOTIFICATION_ROUTING_CONFIG)).contains("");
  }

  @Test
  void the_groups_of_no_driver_are_listed_with_their_options() {
    assertThat(CoreOptions.all())
        .containsOnlyKeys("DEFAULT", "oslo_messaging_notifications", "oslo_messaging_metrics");
    assertThat(CoreOptions.all().get("oslo_messaging_metrics"))
        .extracting(Option::name)
        .containsExactly(
            "metrics_enabled",
            "metrics_buffer_size",
            "metrics_socket_file",
            "metrics_process_name",
            "metrics_thread_stop_timeout");
  }

  @Test
  void a_file_wins_over_the_default_and_a_later_file_over_it() {
    Settings settings =
        settings(
            "[DEFAULT]\ncontrol_exchange = nova\nrpc_response_timeout = 10",
            "[DEFAULT]\ncontrol_exchange = cinder");

    assertThat(settings.find(DEFAULT, CoreOptions.CONTROL_EXCHANGE)).contains("cinder");
    assertThat(settings.find(DEFAULT, CoreOptions.RPC_RESPONSE_TIMEOUT)).contains(10);
  }

  @Test
  void an_application_may_have_another_default() {
    Option<Integer> size = CoreOptions.EXECUTOR_THREAD_POOL_SIZE.orElse(100);

    assertThat(settings().find(DEFAULT, size)).contains(100);
    assertThat(settings("[DEFAULT]\nexecutor_thread_pool_size=7").find(DEFAULT, size)).contains(7);
  }

  @Test
  void an_older_name_is_read_with_one_warning() {
    Settings settings = settings("[DEFAULT]\nrpc_thread_pool_size = 5");

    assertThat(settings.find(DEFAULT, CoreOptions.EXECUTOR_THREAD_POOL_SIZE)).contains(5);
    assertThat(settings.find(DEFAULT, CoreOptions.EXECUTOR_THREAD_POOL_SIZE)).contains(5);
    assertThat(warnings)
        .containsExactly(
            "0.conf:2: [DEFAULT] rpc_thread_pool_size is now called"
                + " [DEFAULT] executor_thread_pool_size");
  }

  @Test
  void an_older_name_in_another_group_is_read() {
    Settings settings =
        settings(
            """
            [DEFAULT]
            notification_driver = log
            notification_driver = messaging
            notification_transport_url = rabbit://xyz
            notification_topics = topic1
            """);

    assertThat(settings.find(NOTIFICATIONS, CoreOptions.NOTIFICATION_DRIVER))
        .contains(List.of("log", "messaging"));
    assertThat(settings.notificationUrl(null)).isEqualTo(TransportUrl.parse("rabbit://xyz"));
    assertThat(settings.find(NOTIFICATIONS, CoreOptions.NOTIFICATION_TOPICS))
        .contains(List.of("topic1"));
  }

  @Test
  void the_older_of_two_older_names_counts_less() {
    Settings settings =
        settings("[DEFAULT]\nnotification_topics = a\n[rpc_notifier2]\ntopics = b\n");

    assertThat(settings.find(NOTIFICATIONS, CoreOptions.NOTIFICATION_TOPICS))
        .contains(List.of("b"));
  }

  @Test
  void a_wrong_value_is_refused_with_its_place() {
    Settings settings =
        settings("[DEFAULT]\nother = 1\n", "\n[DEFAULT]\nrpc_response_timeout = soon");

    assertThatThrownBy(() -> settings.find(DEFAULT, CoreOptions.RPC_RESPONSE_TIMEOUT))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "1.conf:3: [DEFAULT] rpc_response_timeout: \"soon\""
                + " (expected: a whole number, 0 or more)");
  }

  @Test
  void a_wrong_value_is_shown_as_it_stands_in_the_file() {
    Settings settings = settings("[DEFAULT]\nkey = geheim\nrpc_response_timeout = $key");

    assertThatThrownBy(() -> settings.find(DEFAULT, CoreOptions.RPC_RESPONSE_TIMEOUT))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "0.conf:3: [DEFAULT] rpc_response_timeout: \"$key\""
                + " (expected: a whole number, 0 or more)")
        .hasNoCause();
  }

  @Test
  void the_url_of_code_wins_over_that_of_files() {
    Settings settings = settings("[DEFAULT]\ntransport_url = rabbit://u:p%2Fw@h1:5672/");

    assertThat(settings.transportUrl("rabbit://h2")).hasToString("rabbit://h2/");
    assertThat(settings.transportUrl(null).hosts())
        .containsExactly(new TransportUrl.Host("h1", 5672, "u", "p/w"));
    assertThat(settings.transportUrl(" ")).isEqualTo(settings.transportUrl(null));
  }

  @Test
  void a_url_is_needed_and_it_is_said_where() {
    assertThatThrownBy(() -> settings().transportUrl(null))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "No transport URL: give one to Transport.open, such as"
                + " rabbit://user:password@localhost:5672/, or set transport_url in the group"
                + " [DEFAULT] of a configuration file (none was read)");
    assertThatThrownBy(() -> settings("[DEFAULT]\ntransport_url =\n", "").transportUrl(""))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageEndingWith(" (read: 0.conf, 1.conf)");
  }

  @Test
  void a_wrong_url_in_a_file_is_refused_with_its_place() {
    assertThatThrownBy(
            () -> settings("[DEFAULT]\ntransport_url = rabbit://u:gehe/im@h\n").transportUrl(null))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "0.conf:2: [DEFAULT] transport_url: Transport URL rabbit://…: the port of host 1 is no"
                + " port (expected: 0 to 65535, or no colon). In a user name or password write %2F"
                + " for /, %3F for ?, %23 for # and %2C for a comma");
  }

  @Test
  void notifications_go_where_calls_go_unless_a_file_says_otherwise() {
    String calls = "[DEFAULT]\ntransport_url = rabbit://calls\n";
    String notifications = "[oslo_messaging_notifications]\ntransport_url = kafka://events\n";

    assertThat(settings(calls).notificationUrl(null)).hasToString("rabbit://calls/");
    assertThat(settings(calls, notifications).notificationUrl(null)).hasToString("kafka://events/");
    assertThat(settings(calls, notifications).notificationUrl("rabbit://code"))
        .hasToString("rabbit://code/");
    assertThat(settings(calls, notifications).transportUrl(null)).hasToString("rabbit://calls/");
  }

  @Test
  void an_unknown_name_in_a_group_of_messaging_is_warned_of() {
    settings(
        "[DEFAULT]\nmy_ip = 1\n[oslo_messaging_notifications]\ntopic = a\n[nova]\nx = 1",
        "[oslo_messaging_notifications]\ntopic = b\n[oslo_messaging_metrics]\nport = 1");

    assertThat(warnings)
        .containsExactlyInAnyOrder(
            "1.conf:2, 0.conf:4: [oslo_messaging_notifications] topic is not an option, and is"
                + " ignored (nearest: topics)",
            "1.conf:4: [oslo_messaging_metrics] port is not an option, and is ignored (expected:"
                + " one of metrics_buffer_size, metrics_enabled, metrics_process_name,"
                + " metrics_socket_file, metrics_thread_stop_timeout)");
  }

  @Test
  void a_group_that_is_nearly_one_of_ours_is_warned_of() {
    settings(
        """
        [default]
        transport_url = rabbit://
        [oslo_messaging_notification]
        driver = log
        retry = 1
        [oslo_messaging_amqp]
        trace = true
        [vault]
        x = 1
        """);

    assertThat(warnings)
        .containsExactly(
            "0.conf:2: the group [default] is ignored (nearest: [DEFAULT])",
            "0.conf:4: the group [oslo_messaging_notification] is ignored (nearest:"
                + " [oslo_messaging_notifications])");
  }

  @Test
  void hosts_are_handed_to_drivers_decoded() {
    TransportUrl url = TransportUrl.parse("rabbit://u:p%2Fw@h:5,u@[::1]");

    assertThat(settings().driverHosts(url))
        .containsExactly(
            new DriverConfig.Host("h", 5, "u", "p/w"),
            new DriverConfig.Host("::1", null, "u", null));
    assertThat(warnings).isEmpty();
  }

  @Test
  void credentials_of_only_some_hosts_are_warned_of_once() {
    Settings settings = settings();
    TransportUrl url = TransportUrl.parse("rabbit://u:geheim@h1,h2");

    settings.driverHosts(url);
    settings.driverHosts(url);

    assertThat(warnings)
        .containsExactly(
            "rabbit://u:***@h1,h2/: the credentials of one host do not count for the others; give"
                + " each its own");
  }

  private Settings settings(String... files) {
    Map<String, String> texts = new LinkedHashMap<>();
    for (String file : files) {
      texts.put(texts.size() + ".conf", file);
    }
    return Settings.of(ConfigFiles.of(texts), warnings::add);
  }
}
