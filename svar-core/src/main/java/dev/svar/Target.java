package dev.svar;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * Where a message goes, or what a server listens on. A value; each {@code with…} gives a copy.
 *
 * @param exchange the scope of topics; null for the transport's default
 * @param topic the name that servers listen on
 * @param namespace the interface that a client means; null for the one without a name
 * @param version the lowest version of it that a client needs, {@code X.Y} or {@code X.Y.Z}; null
 *     is sent as no version, which a server takes for 1.0
 * @param server one server by name; null for any
 * @param fanout whether every server gets a copy (casts only; {@code server} is ignored then)
 */
public record Target(
    @Nullable String exchange,
    String topic,
    @Nullable String namespace,
    @Nullable String version,
    @Nullable String server,
    boolean fanout) {

  public Target {
    requireNonNull(topic, "topic");
    if (topic.isBlank()) {
      throw new IllegalArgumentException(
          "topic: \""
              + topic
              + "\" (expected: a name that servers listen on, such as \"compute\")");
    }
    if (version != null) {
      Version.parse(version);
    }
  }

  /** Any server on {@code topic}. */
  public static Target of(String topic) {
    return new Target(null, topic, null, null, null, false);
  }

  /** The server {@code server} on {@code topic}. */
  public static Target of(String topic, String server) {
    return new Target(null, topic, null, null, requireNonNull(server, "server"), false);
  }

  public Target withExchange(@Nullable String exchange) {
    return new Target(exchange, topic, namespace, version, server, fanout);
  }

  public Target withTopic(String topic) {
    return new Target(exchange, topic, namespace, version, server, fanout);
  }

  public Target withNamespace(@Nullable String namespace) {
    return new Target(exchange, topic, namespace, version, server, fanout);
  }

  public Target withVersion(@Nullable String version) {
    return new Target(exchange, topic, namespace, version, server, fanout);
  }

  public Target withServer(@Nullable String server) {
    return new Target(exchange, topic, namespace, version, server, fanout);
  }

  public Target withFanout(boolean fanout) {
    return new Target(exchange, topic, namespace, version, server, fanout);
  }

  /** {@code nova/compute}, {@code nova/compute@host1} or {@code nova/compute (every server)}. */
  @Override
  public String toString() {
    String name = exchange != null ? exchange + "/" + topic : topic;
    return fanout ? name + " (every server)" : server != null ? name + "@" + server : name;
  }
}
