package dev.svar.internal.config;

import static java.util.stream.Collectors.toUnmodifiableMap;

import dev.svar.driver.Option;
import java.util.List;
import java.util.Map;

/** The options of no driver, with the names and defaults of oslo.messaging 18.1.0. */
public final class CoreOptions {

  /** The group of what is not only about messages. */
  public static final String DEFAULT = "DEFAULT";

  /** The group of notifications. */
  public static final String NOTIFICATIONS = "oslo_messaging_notifications";

  /** The group of what the Python library sends to oslo.metrics. */
  public static final String METRICS = "oslo_messaging_metrics";

  /** Where the bus is. */
  public static final Option<String> TRANSPORT_URL = Option.text("transport_url");

  /** The exchange of targets that name none. */
  public static final Option<String> CONTROL_EXCHANGE =
      Option.text("control_exchange").orElse("openstack");

  /** How long a call waits, in seconds. */
  public static final Option<Integer> RPC_RESPONSE_TIMEOUT =
      Option.integer("rpc_response_timeout", 0, Integer.MAX_VALUE).orElse(60);

  /** How many handlers of a server run at a time. */
  public static final Option<Integer> EXECUTOR_THREAD_POOL_SIZE =
      Option.integer("executor_thread_pool_size", 1, Integer.MAX_VALUE)
          .orElse(64)
          .formerly("rpc_thread_pool_size");

  /** Whether every server answers {@code oslo_rpc_server_ping}. */
  public static final Option<Boolean> RPC_PING_ENABLED =
      Option.bool("rpc_ping_enabled").orElse(false);

  /** How notifications are sent: {@code messaging, messagingv2, routing, log, test, noop}. */
  public static final Option<List<String>> NOTIFICATION_DRIVER =
      Option.multi("driver").orElse(List.of()).formerly("DEFAULT.notification_driver");

  /** Where notifications go, if not where calls go. */
  public static final Option<String> NOTIFICATION_TRANSPORT_URL =
      Option.text("transport_url").formerly("DEFAULT.notification_transport_url");

  /** The topics of notifications. */
  public static final Option<List<String>> NOTIFICATION_TOPICS =
      Option.list("topics")
          .orElse(List.of("notifications"))
          .formerly("rpc_notifier2.topics", "DEFAULT.notification_topics");

  /** How often an undelivered notification is sent again; -1 for without limit. */
  public static final Option<Integer> NOTIFICATION_RETRY =
      Option.integer("retry", -1, Integer.MAX_VALUE).orElse(-1);

  /** The file that the driver {@code routing} reads. */
  public static final Option<String> NOTIFICATION_ROUTING_CONFIG =
      Option.text("routing_config").orElse("").formerly("DEFAULT.routing_notifier_config");

  /** Every group and what is read from it. */
  static final List<OptionGroup> GROUPS =
      List.of(
          new OptionGroup(
              DEFAULT,
              List.of(
                  TRANSPORT_URL,
                  CONTROL_EXCHANGE,
                  RPC_RESPONSE_TIMEOUT,
                  EXECUTOR_THREAD_POOL_SIZE,
                  RPC_PING_ENABLED),
              Map.of()),
          new OptionGroup(
              NOTIFICATIONS,
              List.of(
                  NOTIFICATION_DRIVER,
                  NOTIFICATION_TRANSPORT_URL,
                  NOTIFICATION_TOPICS,
                  NOTIFICATION_RETRY,
                  NOTIFICATION_ROUTING_CONFIG),
              Map.of()),
          new OptionGroup(
              METRICS,
              List.of(
                  Option.bool("metrics_enabled").orElse(false),
                  Option.integer("metrics_buffer_size", 0, Integer.MAX_VALUE).orElse(1000),
                  Option.text("metrics_socket_file").orElse("/var/tmp/metrics_collector.sock"),
                  Option.text("metrics_process_name").orElse(""),
                  Option.integer("metrics_thread_stop_timeout", 0, Integer.MAX_VALUE).orElse(10)),
              Map.of()));

  private CoreOptions() {}

  /** The options of each group that belongs to no driver, by the group's name. */
  public static Map<String, List<Option<?>>> all() {
    return GROUPS.stream().collect(toUnmodifiableMap(OptionGroup::name, OptionGroup::options));
  }
}
