package dev.svar.rabbitmq;

import dev.svar.driver.Option;
import dev.svar.driver.Options;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** The values of all options, checked against each other. Immutable. */
final class Settings {
  final Options options;
  final boolean durable;
  final boolean autoDelete;
  final boolean ha;
  final boolean quorum;
  final boolean transientQuorum;
  final boolean streamFanout;
  final boolean queueManager;
  final boolean cancelOnFailover;
  final boolean directMandatory;
  final boolean directReplyExchange;
  final boolean ssl;
  final boolean shuffle;
  final int transientTtl;
  final int prefetch;
  final int heartbeat;
  final int largeMessage;
  final int outboxMessages;
  final int outboxBytes;
  final int maxBody;
  final Duration connectTimeout;
  final Duration handshakeTimeout;
  final Duration rpcTimeout;
  final Duration closeTimeout;
  final Duration topologyCheck;
  final String loginMethod;
  final Optional<String> compression;

  /**
   * Reads and checks.
   *
   * @throws IllegalArgumentException if options contradict each other, naming them
   */
  Settings(Options options) {
    this.options = options;
    durable = options.get(RabbitOptions.DURABLE) || options.get(RabbitOptions.QUORUM);
    autoDelete = options.get(RabbitOptions.AUTO_DELETE);
    ha = options.get(RabbitOptions.HA_QUEUES);
    quorum = options.get(RabbitOptions.QUORUM);
    transientQuorum = options.get(RabbitOptions.TRANSIENT_QUORUM);
    streamFanout = options.get(RabbitOptions.STREAM_FANOUT);
    queueManager = options.get(RabbitOptions.QUEUE_MANAGER);
    cancelOnFailover = options.get(RabbitOptions.CANCEL_ON_FAILOVER);
    directMandatory = options.get(RabbitOptions.DIRECT_MANDATORY);
    directReplyExchange = options.get(RabbitOptions.DIRECT_REPLY_EXCHANGE);
    ssl = options.get(RabbitOptions.SSL);
    shuffle = options.get(RabbitOptions.FAILOVER).equals("shuffle");
    transientTtl = options.get(RabbitOptions.TRANSIENT_TTL);
    prefetch = options.get(RabbitOptions.PREFETCH);
    heartbeat = options.get(RabbitOptions.HEARTBEAT);
    largeMessage = options.get(RabbitOptions.LARGE_MESSAGE);
    outboxMessages = options.get(RabbitOptions.OUTBOX_MESSAGES);
    outboxBytes = options.get(RabbitOptions.OUTBOX_BYTES);
    maxBody = options.get(RabbitOptions.MAX_BODY);
    connectTimeout = seconds(RabbitOptions.CONNECT_TIMEOUT);
    handshakeTimeout = seconds(RabbitOptions.HANDSHAKE_TIMEOUT);
    rpcTimeout = seconds(RabbitOptions.RPC_TIMEOUT);
    closeTimeout = seconds(RabbitOptions.CLOSE_TIMEOUT);
    topologyCheck = seconds(RabbitOptions.TOPOLOGY_CHECK);
    loginMethod = options.get(RabbitOptions.LOGIN_METHOD);
    compression =
        options
            .find(RabbitOptions.COMPRESSION)
            .map(name -> name.strip().toLowerCase(Locale.ROOT))
            .filter(name -> !name.isEmpty());
    check();
  }

  private void check() {
    int size = options.get(RabbitOptions.POOL_SIZE);
    int min = options.get(RabbitOptions.POOL_MIN_SIZE);
    if (size < min) {
      throw new IllegalArgumentException(
          "rpc_conn_pool_size: " + size + " (expected: conn_pool_min_size, " + min + ", or more)");
    }
    if (ha && (quorum || transientQuorum)) {
      throw new IllegalArgumentException(
          "rabbit_ha_queues and "
              + (quorum ? "rabbit_quorum_queue" : "rabbit_transient_quorum_queue")
              + " are both true: a queue is either mirrored or a quorum queue, so leave one out");
    }
    if (streamFanout && prefetch == 0) {
      throw new IllegalArgumentException(
          "rabbit_stream_fanout needs rabbit_qos_prefetch_count above 0: a stream is not read"
              + " without a prefetch");
    }
    if (streamFanout && !transientQuorum) {
      throw new IllegalArgumentException(
          "rabbit_stream_fanout needs rabbit_transient_quorum_queue=true, so that every peer"
              + " declares the fanout exchange durable");
    }
  }

  private Duration seconds(Option<Double> option) {
    return Duration.ofNanos((long) (options.get(option) * 1e9));
  }
}
