package dev.svar.rabbitmq;

import dev.svar.driver.Address;
import dev.svar.driver.Message;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One queue that a subscription consumes, and the addresses whose messages come to it: one, or in a
 * pool several. Thread-safe.
 */
final class Source {
  /** Our own header: the routing key of a message that waited in a queue for a later retry. */
  static final String ROUTING_KEY = "x-svar-routing-key";

  private static final String OFFSET = "x-stream-offset";

  private final Map<Address, Topology.Declaration> declarations = new LinkedHashMap<>();
  private final Address first;

  /** As it was declared last, which may be otherwise than configured. */
  private volatile Topology.Queue queue;

  private volatile @Nullable Long offset;

  Source(Address address, Topology.Declaration declaration, Topology.Queue queue) {
    this.first = address;
    this.queue = queue;
    declarations.put(address, declaration);
  }

  /** One more address, before anything is consumed. */
  void add(Address address, Topology.Declaration declaration) {
    declarations.put(address, declaration);
  }

  Map<Address, Topology.Declaration> declarations() {
    return declarations;
  }

  Address first() {
    return first;
  }

  Topology.Queue queue() {
    return queue;
  }

  void declared(Topology.Queue as) {
    queue = as;
  }

  /** Which address a message of this queue was sent to. */
  Address address(String exchange, String routingKey, Message message) {
    if (declarations.size() == 1) {
      return first;
    }
    Object original = message.headers().get(ROUTING_KEY);
    String key = original != null ? original.toString() : routingKey;
    for (Map.Entry<Address, Topology.Declaration> entry : declarations.entrySet()) {
      Topology.Exchange from = entry.getValue().exchange();
      boolean sameExchange = original != null || from == null || from.name().equals(exchange);
      if (sameExchange && key.equals(entry.getValue().key())) {
        return entry.getKey();
      }
    }
    return first;
  }

  /** What to ask the broker for. */
  Map<String, Object> arguments(Settings settings) {
    Map<String, Object> arguments = new LinkedHashMap<>();
    if (settings.cancelOnFailover) {
      arguments.put("x-cancel-on-ha-failover", true);
    }
    if (queue.kind() == Topology.Kind.STREAM) {
      Long last = offset;
      arguments.put(OFFSET, last == null ? "last" : (Object) (last + 1));
    }
    return arguments;
  }

  /** Remembers how far a stream was read. */
  void seen(Message message) {
    if (queue.kind() == Topology.Kind.STREAM
        && message.headers().get(OFFSET) instanceof Number number) {
      offset = number.longValue();
    }
  }

  /** The stream is gone: the next one is read from its end. */
  void restart() {
    offset = null;
  }
}
