package dev.svar.internal.config;

import dev.svar.driver.Option;
import java.util.List;
import java.util.Map;

/**
 * The options of openstack.common.rpc and its notifier, nearly all in the group {@code DEFAULT},
 * with their names and defaults ({@code rpc/__init__.py}, {@code amqp.py}, {@code impl_kombu.py}
 * and {@code notifier/api.py} of October 2013).
 */
final class ClassicOptions {
  private static final int MOST = Integer.MAX_VALUE;

  /** Of today: wins over everything that says where the broker is. */
  static final Option<String> TRANSPORT_URL = Option.text("transport_url");

  static final Option<String> BACKEND =
      Option.text("rpc_backend").orElse("openstack.common.rpc.impl_kombu");

  static final Option<Integer> THREAD_POOL_SIZE =
      Option.integer("rpc_thread_pool_size", 1, MOST).orElse(64);

  static final Option<Integer> CONNECTION_POOL_SIZE =
      Option.integer("rpc_conn_pool_size", 1, MOST).orElse(30);

  /** Seconds. */
  static final Option<Integer> RESPONSE_TIMEOUT =
      Option.integer("rpc_response_timeout", 1, MOST).orElse(60);

  /** Seconds. */
  static final Option<Integer> CAST_TIMEOUT =
      Option.integer("rpc_cast_timeout", 1, MOST).orElse(30);

  static final Option<List<String>> ALLOWED_EXCEPTION_MODULES =
      Option.list("allowed_rpc_exception_modules")
          .orElse(List.of("nova.exception", "cinder.exception", "exceptions"));

  static final Option<Boolean> FAKE_RABBIT = Option.bool("fake_rabbit").orElse(false);

  /** Without a default here: that is for {@code set_defaults}. */
  static final Option<String> CONTROL_EXCHANGE = Option.text("control_exchange");

  static final Option<Boolean> DURABLE_QUEUES =
      Option.bool("amqp_durable_queues").orElse(false).formerly("rabbit_durable_queues");

  static final Option<Boolean> AUTO_DELETE = Option.bool("amqp_auto_delete").orElse(false);

  static final Option<String> HOST = Option.text("rabbit_host").orElse("localhost");
  static final Option<Integer> PORT = Option.integer("rabbit_port", 1, 65_535).orElse(5672);

  /** Default: the one of {@link #HOST} and {@link #PORT}. */
  static final Option<List<String>> HOSTS = Option.list("rabbit_hosts");

  static final Option<Boolean> USE_SSL = Option.bool("rabbit_use_ssl").orElse(false);
  static final Option<String> USER = Option.text("rabbit_userid").orElse("guest");
  static final Option<String> PASSWORD = Option.text("rabbit_password").orElse("guest");
  static final Option<String> VIRTUAL_HOST = Option.text("rabbit_virtual_host").orElse("/");

  /** Seconds; 0 counts as 1. */
  static final Option<Integer> RETRY_INTERVAL =
      Option.integer("rabbit_retry_interval", 0, MOST).orElse(1);

  /** Seconds. */
  static final Option<Integer> RETRY_BACKOFF =
      Option.integer("rabbit_retry_backoff", 0, MOST).orElse(2);

  /** 0 and less: for ever. */
  static final Option<Integer> MAX_RETRIES =
      Option.integer("rabbit_max_retries", Integer.MIN_VALUE, MOST).orElse(0);

  static final Option<Boolean> HA_QUEUES = Option.bool("rabbit_ha_queues").orElse(false);
  static final Option<String> SSL_VERSION = Option.text("kombu_ssl_version").orElse("");
  static final Option<String> SSL_KEY_FILE = Option.text("kombu_ssl_keyfile").orElse("");
  static final Option<String> SSL_CERT_FILE = Option.text("kombu_ssl_certfile").orElse("");
  static final Option<String> SSL_CA_FILE = Option.text("kombu_ssl_ca_certs").orElse("");

  /** The names of drivers as Python's modules are called. */
  static final Option<List<String>> NOTIFICATION_DRIVER =
      Option.multi("notification_driver").orElse(List.of());

  static final Option<String> NOTIFICATION_LEVEL =
      Option.choice("default_notification_level", "DEBUG", "WARN", "INFO", "ERROR", "CRITICAL")
          .orElse("INFO");

  /** Default: the name of this machine. */
  static final Option<String> PUBLISHER_ID = Option.text("default_publisher_id");

  /** Of the services themselves: what they call this machine. */
  static final Option<String> SERVICE_HOST = Option.text("host");

  static final Option<List<String>> NOTIFICATION_TOPICS =
      Option.list("notification_topics").orElse(List.of("notifications"));

  static final Option<List<String>> NOTIFIER2_TOPICS =
      Option.list("topics").orElse(List.of("notifications"));

  static final OptionGroup GROUP =
      new OptionGroup(
          CoreOptions.DEFAULT,
          List.of(
              TRANSPORT_URL,
              BACKEND,
              THREAD_POOL_SIZE,
              CONNECTION_POOL_SIZE,
              RESPONSE_TIMEOUT,
              CAST_TIMEOUT,
              ALLOWED_EXCEPTION_MODULES,
              FAKE_RABBIT,
              CONTROL_EXCHANGE,
              DURABLE_QUEUES,
              AUTO_DELETE,
              HOST,
              PORT,
              HOSTS,
              USE_SSL,
              USER,
              PASSWORD,
              VIRTUAL_HOST,
              RETRY_INTERVAL,
              RETRY_BACKOFF,
              MAX_RETRIES,
              HA_QUEUES,
              SSL_VERSION,
              SSL_KEY_FILE,
              SSL_CERT_FILE,
              SSL_CA_FILE,
              NOTIFICATION_DRIVER,
              NOTIFICATION_LEVEL,
              PUBLISHER_ID,
              SERVICE_HOST,
              NOTIFICATION_TOPICS),
          Map.of());

  /** Of events in an envelope ({@code notifier/rpc_notifier2.py}). */
  static final OptionGroup NOTIFIER2 =
      new OptionGroup("rpc_notifier2", List.of(NOTIFIER2_TOPICS), Map.of());

  private ClassicOptions() {}
}
