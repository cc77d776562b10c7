package dev.svar.kafka;

import dev.svar.driver.Option;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Every option of the group {@code oslo_messaging_kafka}, named and with the defaults of
 * oslo.messaging 18.1.0, and the driver's own, whose names start with {@code svar_}.
 */
final class KafkaOptions {

  private KafkaOptions() {}

  /** Bytes that one fetch brings of one partition; a larger message comes alone. */
  static final Option<Integer> MAX_FETCH_BYTES =
      Option.integer("kafka_max_fetch_bytes", 1, Integer.MAX_VALUE).orElse(1 << 20);

  /**
   * Seconds that one poll waits for messages. They arrive as soon as they are there, whatever this
   * is.
   */
  static final Option<Double> CONSUMER_TIMEOUT =
      Option.number("kafka_consumer_timeout", 0.0, 3600).orElse(1.0);

  /**
   * The consumer group of listeners without a pool. Those that have the same one share events, also
   * between services and with Python's.
   */
  static final Option<String> CONSUMER_GROUP =
      Option.text("consumer_group").orElse("oslo_messaging_consumer");

  /** Seconds that a message may wait for others to be sent with. */
  static final Option<Double> BATCH_TIMEOUT =
      Option.number("producer_batch_timeout", 0.0, 600).orElse(0.0);

  /**
   * How much is sent together for one partition, in bytes. To Python's client this is a number of
   * messages, which Java's has no setting for; the default has always been the one of bytes.
   */
  static final Option<Integer> BATCH_SIZE =
      Option.integer("producer_batch_size", 0, Integer.MAX_VALUE).orElse(16_384);

  static final Option<String> COMPRESSION =
      Option.choice("compression_codec", "none", "gzip", "snappy", "lz4", "zstd").orElse("none");

  /**
   * True would have the client commit what it has fetched, handled or not. This driver commits what
   * was handled in any case, and reports that as degraded.
   */
  static final Option<Boolean> AUTO_COMMIT = Option.bool("enable_auto_commit").orElse(false);

  /** How many messages one poll takes in, to wait in memory behind a full window. */
  static final Option<Integer> MAX_POLL =
      Option.integer("max_poll_records", 1, Integer.MAX_VALUE).orElse(500);

  static final Option<String> PROTOCOL =
      Option.choice("security_protocol", "PLAINTEXT", "SASL_PLAINTEXT", "SSL", "SASL_SSL")
          .orElse("PLAINTEXT");

  /**
   * PLAIN, SCRAM-SHA-256 and SCRAM-SHA-512 take name and password from the URL's first host. Others
   * need {@code sasl.jaas.config} in {@link #CLIENT_PROPERTIES}.
   */
  static final Option<String> SASL_MECHANISM = Option.text("sasl_mechanism").orElse("PLAIN");

  /** PEM: the authorities that brokers are checked against. Empty: those of the JDK. */
  static final Option<String> CA_FILE = Option.text("ssl_cafile").orElse("");

  /** PEM: the certificate of this client, then those that link it to its authority. */
  static final Option<String> CERT_FILE = Option.text("ssl_client_cert_file").orElse("");

  /** PEM: the key of the certificate, PKCS #8. */
  static final Option<String> KEY_FILE = Option.text("ssl_client_key_file").orElse("");

  /** Empty: the key is not encrypted. */
  static final Option<String> KEY_PASSWORD = Option.text("ssl_client_key_password").orElse("");

  /**
   * Whose topics have {@code .<virtual host>} after their names, if the URL has one. Python's
   * producers append it and its consumers do not, so that there such a URL never brings an event to
   * anybody. {@code both}, the default, is what reads what Python sends, and what Java sends.
   * {@code none} sends what Python reads. {@code producer} does exactly what Python does.
   */
  static final Option<String> VIRTUAL_HOST_SUFFIX =
      Option.choice("svar_virtual_host_suffix", "producer", "both", "none").orElse("both");

  /**
   * Where a consumer group starts in a topic that it never read: {@code latest}, as Python, or
   * {@code earliest}.
   */
  static final Option<String> OFFSET_RESET =
      Option.choice("svar_auto_offset_reset", "latest", "earliest").orElse("latest");

  /** Settings of Kafka's clients by their own names; they win over what the driver sets. */
  static final Option<Map<String, String>> CLIENT_PROPERTIES =
      Option.dict("svar_client_properties").orElse(Map.of());

  /** How many publications may wait, for being sent or for their confirm. */
  static final Option<Integer> OUTBOX_MESSAGES =
      Option.integer("svar_publish_queue_messages", 1, Integer.MAX_VALUE).orElse(10_000);

  /** How many bytes may wait likewise; one message that waits alone may be larger. */
  static final Option<Integer> OUTBOX_BYTES =
      Option.integer("svar_publish_queue_bytes", 1, Integer.MAX_VALUE).orElse(128 << 20);

  /** Seconds for one question that a broker answers, connecting included. */
  static final Option<Double> REQUEST_TIMEOUT =
      Option.number("svar_request_timeout", 0.1, 3600).orElse(10.0);

  /**
   * Seconds from handing a message to the client until its confirm; the client repeats in between,
   * and brokers drop repetitions. At least {@link #REQUEST_TIMEOUT} and {@link #BATCH_TIMEOUT}
   * together.
   */
  static final Option<Double> DELIVERY_TIMEOUT =
      Option.number("svar_delivery_timeout", 0.1, 3600).orElse(30.0);

  /** Seconds for joining a consumer group, which all its members must agree to. */
  static final Option<Double> SUBSCRIBE_TIMEOUT =
      Option.number("svar_subscribe_timeout", 0.1, 3600).orElse(60.0);

  /** Seconds that closing waits for confirms, and as long again for the last commits. */
  static final Option<Double> CLOSE_TIMEOUT =
      Option.number("svar_close_timeout", 0.0, 3600).orElse(3.0);

  static final List<Option<?>> ALL =
      List.of(
          MAX_FETCH_BYTES,
          CONSUMER_TIMEOUT,
          CONSUMER_GROUP,
          BATCH_TIMEOUT,
          BATCH_SIZE,
          COMPRESSION,
          AUTO_COMMIT,
          MAX_POLL,
          PROTOCOL,
          SASL_MECHANISM,
          CA_FILE,
          CERT_FILE,
          KEY_FILE,
          KEY_PASSWORD,
          VIRTUAL_HOST_SUFFIX,
          OFFSET_RESET,
          CLIENT_PROPERTIES,
          OUTBOX_MESSAGES,
          OUTBOX_BYTES,
          REQUEST_TIMEOUT,
          DELIVERY_TIMEOUT,
          SUBSCRIBE_TIMEOUT,
          CLOSE_TIMEOUT);

  /** Names that old files still have, each with what to do instead. */
  static Map<String, String> removed() {
    String inUrl = "put it into transport_url";
    String single = "a transport has one producer, and each listener its own consumer";
    Map<String, String> removed = new LinkedHashMap<>();
    removed.put("kafka_default_host", inUrl);
    removed.put("kafka_default_port", inUrl);
    removed.put("pool_size", single);
    removed.put("conn_pool_min_size", single);
    removed.put("conn_pool_ttl", single);
    return Map.copyOf(removed);
  }
}
