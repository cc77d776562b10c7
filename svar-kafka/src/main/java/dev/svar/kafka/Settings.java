package dev.svar.kafka;

import dev.svar.driver.DriverConfig;
import dev.svar.driver.Option;
import dev.svar.driver.Options;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.RangeAssignor;
import org.apache.kafka.clients.consumer.StickyAssignor;

/** The values of all options, and what Kafka's clients are told of them. Immutable. */
final class Settings {
  /** More than the library sends: what is too large is for the broker to say. */
  private static final int LARGEST_REQUEST = 65 << 20;

  /** How soon members of a group learn that another one comes or goes. */
  private static final int HEARTBEAT_MILLIS = 1000;

  private static final int METADATA_MILLIS = 60_000;

  final Options options;

  /** {@code host:port} of each broker that the URL names, with commas in between. */
  final String brokers;

  final Duration pollTimeout;
  final Duration requestTimeout;
  final Duration subscribeTimeout;
  final Duration closeTimeout;
  final int outboxMessages;
  final int outboxBytes;

  /** How many messages may be read before there is room for them, one poll's at the end apart. */
  final int readAhead;

  private final Duration deliveryTimeout;
  private final String name;
  private final Map<String, Object> security;

  /**
   * Reads options and files.
   *
   * @throws IllegalArgumentException if options contradict each other, or a file is unusable
   */
  Settings(DriverConfig config) {
    options = config.options();
    name = config.name();
    brokers = brokers(config.hosts());
    pollTimeout = seconds(KafkaOptions.CONSUMER_TIMEOUT);
    requestTimeout = seconds(KafkaOptions.REQUEST_TIMEOUT);
    subscribeTimeout = seconds(KafkaOptions.SUBSCRIBE_TIMEOUT);
    closeTimeout = seconds(KafkaOptions.CLOSE_TIMEOUT);
    deliveryTimeout = seconds(KafkaOptions.DELIVERY_TIMEOUT);
    outboxMessages = options.get(KafkaOptions.OUTBOX_MESSAGES);
    outboxBytes = options.get(KafkaOptions.OUTBOX_BYTES);
    readAhead = options.get(KafkaOptions.MAX_POLL);
    security = Security.settings(config);
    Duration least = requestTimeout.plus(seconds(KafkaOptions.BATCH_TIMEOUT));
    if (deliveryTimeout.compareTo(least) < 0) {
      throw new IllegalArgumentException(
          KafkaOptions.DELIVERY_TIMEOUT
              + ": "
              + deliveryTimeout.toMillis() / 1000.0
              + " (expected: "
              + KafkaOptions.REQUEST_TIMEOUT
              + " and "
              + KafkaOptions.BATCH_TIMEOUT
              + " together, "
              + least.toMillis() / 1000.0
              + ", or more)");
    }
  }

  private static String brokers(List<DriverConfig.Host> hosts) {
    if (hosts.isEmpty()) {
      return "localhost:9092";
    }
    return hosts.stream().map(Settings::address).collect(Collectors.joining(","));
  }

  private static String address(DriverConfig.Host host) {
    String name = host.name() == null ? "localhost" : host.name();
    Integer port = host.port() == null ? Integer.valueOf(9092) : host.port();
    return new DriverConfig.Host(name, port, null, null).toString();
  }

  private Duration seconds(Option<Double> option) {
    return Duration.ofNanos((long) (options.get(option) * 1e9));
  }

  /** What a producer is made with. */
  Map<String, Object> producer() {
    Map<String, Object> settings = common("producer");
    settings.put("acks", "all");
    settings.put("enable.idempotence", true);
    settings.put("linger.ms", seconds(KafkaOptions.BATCH_TIMEOUT).toMillis());
    settings.put("batch.size", options.get(KafkaOptions.BATCH_SIZE));
    settings.put("compression.type", options.get(KafkaOptions.COMPRESSION));
    settings.put("max.request.size", LARGEST_REQUEST);
    // Room for a batch for each message of the queue, and for twice their bodies, which are not all
    // there is to a message: so that memory is never what is waited for.
    long batches = (long) outboxMessages * options.get(KafkaOptions.BATCH_SIZE);
    settings.put("buffer.memory", batches + 2L * Math.max(outboxBytes, LARGEST_REQUEST));
    settings.put("max.block.ms", requestTimeout.toMillis());
    settings.put("delivery.timeout.ms", (int) deliveryTimeout.toMillis());
    return finished(settings);
  }

  /** What a consumer of a group is made with. {@code number} tells it from others. */
  Map<String, Object> consumer(String group, int number) {
    Map<String, Object> settings = reader(number);
    settings.put("group.id", group);
    settings.put("group.protocol", "classic");
    // Range is what Python's clients know: with them in the group it is chosen. The sticky one
    // leaves partitions where they are.
    settings.put(
        "partition.assignment.strategy",
        List.of(StickyAssignor.class.getName(), RangeAssignor.class.getName()));
    settings.put("auto.offset.reset", options.get(KafkaOptions.OFFSET_RESET));
    settings.put("heartbeat.interval.ms", HEARTBEAT_MILLIS);
    return finished(settings);
  }

  /** What a consumer without a group is made with. */
  Map<String, Object> tail(int number) {
    Map<String, Object> settings = reader(number);
    // It starts where it seeks to; what was deleted before it was read is left out.
    settings.put("auto.offset.reset", "earliest");
    return finished(settings);
  }

  private Map<String, Object> reader(int number) {
    Map<String, Object> settings = common("consumer-" + number);
    settings.put("enable.auto.commit", false);
    settings.put("allow.auto.create.topics", false);
    settings.put("max.poll.records", options.get(KafkaOptions.MAX_POLL));
    settings.put("max.partition.fetch.bytes", options.get(KafkaOptions.MAX_FETCH_BYTES));
    settings.put("default.api.timeout.ms", (int) requestTimeout.toMillis());
    return settings;
  }

  /** What a client for questions is made with. */
  Map<String, Object> admin() {
    Map<String, Object> settings = common("admin");
    settings.put("default.api.timeout.ms", (int) requestTimeout.toMillis());
    return finished(settings);
  }

  private Map<String, Object> common(String role) {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("bootstrap.servers", brokers);
    settings.put("client.id", "svar-" + name + "-" + role);
    settings.put("request.timeout.ms", (int) requestTimeout.toMillis());
    settings.put("metadata.max.age.ms", METADATA_MILLIS);
    settings.put("enable.metrics.push", false);
    settings.putAll(security);
    return settings;
  }

  private Map<String, Object> finished(Map<String, Object> settings) {
    settings.putAll(options.get(KafkaOptions.CLIENT_PROPERTIES));
    return settings;
  }
}
