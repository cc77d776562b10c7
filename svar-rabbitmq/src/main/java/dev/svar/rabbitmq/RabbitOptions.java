package dev.svar.rabbitmq;

import dev.svar.driver.Option;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Every option of the group {@code oslo_messaging_rabbit}, named and with the defaults of
 * oslo.messaging 18.1.0, and the driver's own, whose names start with {@code svar_}.
 */
final class RabbitOptions {

  private RabbitOptions() {}

  /** Exchanges and the topic and notification queues survive a restart of the broker. */
  static final Option<Boolean> DURABLE = Option.bool("amqp_durable_queues").orElse(false);

  /** The same entities vanish with their last consumer. */
  static final Option<Boolean> AUTO_DELETE = Option.bool("amqp_auto_delete").orElse(false);

  /** Read and checked only: there is one connection for publishing. */
  static final Option<Integer> POOL_SIZE =
      Option.integer("rpc_conn_pool_size", 1, Integer.MAX_VALUE).orElse(30);

  /** Read and checked only, see {@link #POOL_SIZE}. */
  static final Option<Integer> POOL_MIN_SIZE =
      Option.integer("conn_pool_min_size", 0, Integer.MAX_VALUE).orElse(2);

  /** Read only, see {@link #POOL_SIZE}. */
  static final Option<Integer> POOL_TTL =
      Option.integer("conn_pool_ttl", 0, Integer.MAX_VALUE).orElse(1200);

  static final Option<Boolean> SSL = Option.bool("ssl").orElse(false);

  /** Empty: what the JDK and the broker agree on. */
  static final Option<String> SSL_VERSION = Option.text("ssl_version").orElse("");

  /** PEM: PKCS#8, or the traditional form of RSA. */
  static final Option<String> SSL_KEY_FILE = Option.text("ssl_key_file").orElse("");

  /** PEM: the certificate of this client, then those that link it to its authority. */
  static final Option<String> SSL_CERT_FILE = Option.text("ssl_cert_file").orElse("");

  /** PEM: the authorities that brokers are checked against. Empty: nothing is checked. */
  static final Option<String> SSL_CA_FILE = Option.text("ssl_ca_file").orElse("");

  /** Whether a broker's certificate must name the host of the URL; only with a CA file. */
  static final Option<Boolean> SSL_VERIFY_HOST =
      Option.bool("ssl_enforce_hostname_verification").orElse(true);

  /** Read only: it has no effect in Python either. */
  static final Option<Boolean> SSL_FIPS = Option.bool("ssl_enforce_fips_mode").orElse(false);

  /**
   * Read only. The first attempt to reconnect is made at once; what keeps many clients apart is the
   * random part of the pauses that follow.
   */
  static final Option<Double> RECONNECT_DELAY =
      Option.number("kombu_reconnect_delay", 0.0, 4.5).orElse(1.0);

  /** Read only: it has no effect in Python either. */
  static final Option<Double> RECONNECT_SPLAY =
      Option.number("kombu_reconnect_splay", 0.0, 1e6).orElse(0.0);

  /** What {@link RabbitDriver#compression} reports. */
  static final Option<String> COMPRESSION = Option.text("kombu_compression");

  /** What {@link RabbitDriver#missingInboxPatience} reports, in seconds. */
  static final Option<Integer> MISSING_CONSUMER_RETRY =
      Option.integer("kombu_missing_consumer_retry_timeout", 0, Integer.MAX_VALUE)
          .orElse(60)
          .formerly("kombu_reconnect_timeout");

  static final Option<String> FAILOVER =
      Option.choice("kombu_failover_strategy", "round-robin", "shuffle").orElse("round-robin");

  static final Option<String> LOGIN_METHOD =
      Option.choice("rabbit_login_method", "PLAIN", "AMQPLAIN", "EXTERNAL", "RABBIT-CR-DEMO")
          .orElse("AMQPLAIN");

  /** Seconds: the pause after the first round of hosts that failed is random, at most this. */
  static final Option<Integer> RETRY_INTERVAL =
      Option.integer("rabbit_retry_interval", 1, Integer.MAX_VALUE).orElse(1);

  /** Seconds that each further pause may be longer. */
  static final Option<Integer> RETRY_BACKOFF =
      Option.integer("rabbit_retry_backoff", 0, Integer.MAX_VALUE).orElse(2);

  /** Seconds: no pause is longer. */
  static final Option<Integer> INTERVAL_MAX =
      Option.integer("rabbit_interval_max", 1, Integer.MAX_VALUE).orElse(30);

  static final Option<Boolean> HA_QUEUES = Option.bool("rabbit_ha_queues").orElse(false);
  static final Option<Boolean> QUORUM = Option.bool("rabbit_quorum_queue").orElse(false);
  static final Option<Boolean> TRANSIENT_QUORUM =
      Option.bool("rabbit_transient_quorum_queue").orElse(false);

  /** 0: not set. */
  static final Option<Integer> QUORUM_DELIVERY_LIMIT =
      Option.integer("rabbit_quorum_delivery_limit", 0, Integer.MAX_VALUE).orElse(0);

  /** 0: not set. */
  static final Option<Integer> QUORUM_MAX_MEMORY_LENGTH =
      Option.integer("rabbit_quorum_max_memory_length", 0, Integer.MAX_VALUE).orElse(0);

  /** 0: not set. */
  static final Option<Integer> QUORUM_MAX_MEMORY_BYTES =
      Option.integer("rabbit_quorum_max_memory_bytes", 0, Integer.MAX_VALUE).orElse(0);

  /** Seconds that a reply or fanout queue lives without a consumer; 0: for ever. */
  static final Option<Integer> TRANSIENT_TTL =
      Option.integer("rabbit_transient_queues_ttl", 0, Integer.MAX_VALUE).orElse(1800);

  /** 0: as many as the window of the subscription. */
  static final Option<Integer> PREFETCH =
      Option.integer("rabbit_qos_prefetch_count", 0, 65_535).orElse(0);

  /** Seconds; 0 turns heartbeats off. */
  static final Option<Integer> HEARTBEAT =
      Option.integer("heartbeat_timeout_threshold", 0, 65_535).orElse(60);

  /** Read only: the client library sends a heartbeat every half of the threshold. */
  static final Option<Integer> HEARTBEAT_RATE =
      Option.integer("heartbeat_rate", 0, Integer.MAX_VALUE).orElse(3);

  /** False: messages to an inbox are not mandatory, whatever the publication asks for. */
  static final Option<Boolean> DIRECT_MANDATORY = Option.bool("direct_mandatory_flag").orElse(true);

  static final Option<Boolean> CANCEL_ON_FAILOVER =
      Option.bool("enable_cancel_on_failover").orElse(false);

  /** Reply and fanout queues have names that are the same after a restart, and are kept. */
  static final Option<Boolean> QUEUE_MANAGER = Option.bool("use_queue_manager").orElse(false);

  /** Default: the name of this host. */
  static final Option<String> HOSTNAME = Option.text("hostname");

  /** Default: the name of this program. */
  static final Option<String> PROCESSNAME = Option.text("processname");

  static final Option<Boolean> STREAM_FANOUT = Option.bool("rabbit_stream_fanout").orElse(false);

  /** Bytes from which on a message goes through a channel of its own kind. */
  static final Option<Integer> LARGE_MESSAGE =
      Option.integer("svar_large_message_bytes", 1, Integer.MAX_VALUE).orElse(1 << 20);

  /** How many publications may wait, for being written or for their confirm. */
  static final Option<Integer> OUTBOX_MESSAGES =
      Option.integer("svar_publish_queue_messages", 1, Integer.MAX_VALUE).orElse(10_000);

  /** How many bytes may wait likewise; one message that waits alone may be larger. */
  static final Option<Integer> OUTBOX_BYTES =
      Option.integer("svar_publish_queue_bytes", 1, Integer.MAX_VALUE).orElse(128 << 20);

  /** The largest body that is taken from the broker. */
  static final Option<Integer> MAX_BODY =
      Option.integer("svar_max_message_bytes", 1, Integer.MAX_VALUE).orElse(512 << 20);

  /** Seconds for the TCP connection to one address of one host. */
  static final Option<Double> CONNECT_TIMEOUT =
      Option.number("svar_connection_timeout", 0.1, 3600).orElse(10.0);

  /** Seconds for TLS, and again for the AMQP handshake. */
  static final Option<Double> HANDSHAKE_TIMEOUT =
      Option.number("svar_handshake_timeout", 0.1, 3600).orElse(10.0);

  /** Seconds for one declaration, and each other question that the broker answers. */
  static final Option<Double> RPC_TIMEOUT =
      Option.number("svar_rpc_timeout", 0.1, 3600).orElse(20.0);

  /** Seconds that closing waits for confirms, and then for the broker's goodbye. */
  static final Option<Double> CLOSE_TIMEOUT =
      Option.number("svar_close_timeout", 0.0, 3600).orElse(3.0);

  /** Seconds between two looks at exchanges, queues and bindings, give or take 10 %; 0: never. */
  static final Option<Double> TOPOLOGY_CHECK =
      Option.number("svar_topology_check_interval", 0.0, 86_400).orElse(30.0);

  /**
   * An inbox is also bound to a direct exchange of its own name: servers before oslo.messaging
   * (openstack.common.rpc) publish replies there, and not to the queue.
   */
  static final Option<Boolean> DIRECT_REPLY_EXCHANGE =
      Option.bool("svar_direct_reply_exchange").orElse(false);

  static final List<Option<?>> ALL =
      List.of(
          DURABLE,
          AUTO_DELETE,
          POOL_SIZE,
          POOL_MIN_SIZE,
          POOL_TTL,
          SSL,
          SSL_VERSION,
          SSL_KEY_FILE,
          SSL_CERT_FILE,
          SSL_CA_FILE,
          SSL_VERIFY_HOST,
          SSL_FIPS,
          RECONNECT_DELAY,
          RECONNECT_SPLAY,
          COMPRESSION,
          MISSING_CONSUMER_RETRY,
          FAILOVER,
          LOGIN_METHOD,
          RETRY_INTERVAL,
          RETRY_BACKOFF,
          INTERVAL_MAX,
          HA_QUEUES,
          QUORUM,
          TRANSIENT_QUORUM,
          QUORUM_DELIVERY_LIMIT,
          QUORUM_MAX_MEMORY_LENGTH,
          QUORUM_MAX_MEMORY_BYTES,
          TRANSIENT_TTL,
          PREFETCH,
          HEARTBEAT,
          HEARTBEAT_RATE,
          DIRECT_MANDATORY,
          CANCEL_ON_FAILOVER,
          QUEUE_MANAGER,
          HOSTNAME,
          PROCESSNAME,
          STREAM_FANOUT,
          LARGE_MESSAGE,
          OUTBOX_MESSAGES,
          OUTBOX_BYTES,
          MAX_BODY,
          CONNECT_TIMEOUT,
          HANDSHAKE_TIMEOUT,
          RPC_TIMEOUT,
          CLOSE_TIMEOUT,
          TOPOLOGY_CHECK,
          DIRECT_REPLY_EXCHANGE);

  /** Names that old files still have, each with what to do instead. */
  static Map<String, String> removed() {
    String inUrl = "put it into transport_url";
    Map<String, String> removed = new LinkedHashMap<>();
    removed.put("rabbit_host", inUrl);
    removed.put("rabbit_hosts", inUrl);
    removed.put("rabbit_port", inUrl);
    removed.put("rabbit_userid", inUrl);
    removed.put("rabbit_password", inUrl);
    removed.put("rabbit_virtual_host", inUrl);
    removed.put("rabbit_use_ssl", "use ssl");
    removed.put("kombu_ssl_version", "use ssl_version");
    removed.put("kombu_ssl_keyfile", "use ssl_key_file");
    removed.put("kombu_ssl_certfile", "use ssl_cert_file");
    removed.put("kombu_ssl_ca_certs", "use ssl_ca_file");
    removed.put("rabbit_max_retries", "use the retry of the call or notification");
    removed.put("heartbeat_in_pthread", "heartbeats always have a thread of their own");
    removed.put("rabbit_quroum_max_memory_length", "use rabbit_quorum_max_memory_length");
    removed.put("rabbit_quroum_max_memory_bytes", "use rabbit_quorum_max_memory_bytes");
    return Map.copyOf(removed);
  }
}
