package dev.svar.rabbitmq;

import dev.svar.driver.Address;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an address is on the broker: exchanges, queues, bindings and keys, with the attributes that
 * oslo.messaging gives them (its {@code impl_rabbit.py}), so that both declare the same. Immutable.
 */
final class Topology {

  /** An exchange; {@code type} is {@code topic}, {@code fanout} or {@code direct}. */
  record Exchange(String name, String type, boolean durable, boolean autoDelete) {
    Exchange transientOne() {
      return new Exchange(name, type, false, autoDelete);
    }

    @Override
    public String toString() {
      return "exchange " + name;
    }
  }

  /** Whose a queue is. */
  enum Kind {
    /** Declared alike by every peer. */
    SHARED,
    /** Read by one subscription only, which may choose its attributes, and deletes it. */
    PRIVATE,
    /** The same, but it stays when the subscription ends, to be found again. */
    KEPT,
    /** Read by one subscription only, and gone with its connection. */
    EXCLUSIVE,
    /** One log for every server of a topic. */
    STREAM
  }

  /** A queue. */
  record Queue(
      String name, Kind kind, boolean durable, boolean autoDelete, Map<String, Object> arguments) {
    Queue {
      arguments = Map.copyOf(arguments);
    }

    boolean quorum() {
      return "quorum".equals(arguments.get("x-queue-type"));
    }

    Queue with(boolean durable, Map<String, Object> arguments) {
      return new Queue(name, kind, durable, autoDelete, arguments);
    }

    @Override
    public String toString() {
      return "queue " + name;
    }
  }

  /** What must exist before a message is published, or a queue consumed, in this order. */
  record Declaration(@Nullable Exchange exchange, @Nullable Queue queue, @Nullable String key) {}

  /** Where a message goes. {@code declaration} is null if nothing is to be declared. */
  record Route(String exchange, String key, @Nullable Declaration declaration) {}

  private final Settings settings;

  Topology(Settings settings) {
    this.settings = settings;
  }

  Exchange topicExchange(String name) {
    return new Exchange(name, "topic", settings.durable, settings.autoDelete);
  }

  Exchange fanoutExchange(String topic) {
    boolean durable = settings.transientQuorum || settings.streamFanout;
    return new Exchange(topic + "_fanout", "fanout", durable, true);
  }

  /**
   * Where a server of openstack.common.rpc publishes replies. It declares the exchange as well,
   * each time (its {@code impl_kombu.py}, {@code DirectPublisher}), so that no attribute may
   * differ.
   */
  Exchange directExchange(String name) {
    return new Exchange(name, "direct", false, true);
  }

  Queue sharedQueue(String name) {
    return new Queue(
        name,
        Kind.SHARED,
        settings.durable,
        settings.autoDelete,
        arguments(settings.quorum, false));
  }

  Queue replyQueue(String name) {
    return privateQueue(name);
  }

  /** A listener's own queue, or the stream that all share. */
  Queue fanoutQueue(String topic, String suffix) {
    if (settings.streamFanout) {
      Map<String, Object> arguments = new LinkedHashMap<>();
      arguments.put("x-queue-type", "stream");
      if (settings.transientTtl > 0) {
        arguments.put("x-max-age", settings.transientTtl + "s");
      }
      return new Queue(topic + "_fanout", Kind.STREAM, true, false, arguments);
    }
    return privateQueue(topic + "_fanout_" + suffix);
  }

  /** Takes nothing from anybody, and leaves nothing behind, however its process ends. */
  private static Queue tailQueue(String suffix) {
    return new Queue("svar_tail_" + suffix, Kind.EXCLUSIVE, false, false, Map.of());
  }

  private Queue privateQueue(String name) {
    Kind kind = settings.queueManager ? Kind.KEPT : Kind.PRIVATE;
    boolean quorum = settings.transientQuorum;
    return new Queue(name, kind, quorum, false, arguments(quorum, true));
  }

  private Map<String, Object> arguments(boolean quorum, boolean expires) {
    Map<String, Object> arguments = new LinkedHashMap<>();
    if (settings.ha) {
      arguments.put("x-ha-policy", "all");
    }
    if (quorum) {
      arguments.put("x-queue-type", "quorum");
      limit(
          arguments, "x-delivery-limit", settings.options.get(RabbitOptions.QUORUM_DELIVERY_LIMIT));
      limit(
          arguments,
          "x-max-in-memory-length",
          settings.options.get(RabbitOptions.QUORUM_MAX_MEMORY_LENGTH));
      limit(
          arguments,
          "x-max-in-memory-bytes",
          settings.options.get(RabbitOptions.QUORUM_MAX_MEMORY_BYTES));
    }
    if (expires) {
      limit(arguments, "x-expires", settings.transientTtl * 1000L);
    }
    return arguments;
  }

  private static void limit(Map<String, Object> arguments, String name, long value) {
    if (value > Integer.MAX_VALUE) {
      arguments.put(name, value);
    } else if (value > 0) {
      arguments.put(name, (int) value);
    }
  }

  /** What publishing to {@code address} needs. */
  Route route(Address address) {
    if (address instanceof Address.Topic topic) {
      return routed(topic.exchange(), topic.topic());
    } else if (address instanceof Address.Server server) {
      return routed(server.exchange(), server.topic() + "." + server.server());
    } else if (address instanceof Address.Fanout fanout) {
      Exchange exchange = fanoutExchange(fanout.topic());
      return new Route(exchange.name(), "", new Declaration(exchange, null, null));
    } else if (address instanceof Address.Events events) {
      Exchange exchange = topicExchange(events.exchange());
      Queue queue = sharedQueue(events.name());
      return new Route(
          exchange.name(), events.name(), new Declaration(exchange, queue, events.name()));
    } else if (address instanceof Address.Tail tail) {
      return routed(tail.exchange(), tail.name());
    } else {
      return new Route("", ((Address.Inbox) address).name(), null);
    }
  }

  private Route routed(String exchange, String key) {
    return new Route(exchange, key, new Declaration(topicExchange(exchange), null, null));
  }

  /**
   * What consuming from {@code address} needs: always a queue.
   *
   * @param suffix makes the name of a fanout's or tail's queue unique
   */
  Declaration consuming(Address address, String suffix) {
    if (address instanceof Address.Topic topic) {
      String pool = topic.pool();
      return consuming(topic.exchange(), pool != null ? pool : topic.topic(), topic.topic());
    } else if (address instanceof Address.Server server) {
      String name = server.topic() + "." + server.server();
      return consuming(server.exchange(), name, name);
    } else if (address instanceof Address.Fanout fanout) {
      return new Declaration(
          fanoutExchange(fanout.topic()), fanoutQueue(fanout.topic(), suffix), fanout.topic());
    } else if (address instanceof Address.Events events) {
      String pool = events.pool();
      return consuming(events.exchange(), pool != null ? pool : events.name(), events.name());
    } else if (address instanceof Address.Tail tail) {
      return new Declaration(topicExchange(tail.exchange()), tailQueue(suffix), tail.name());
    } else {
      String name = ((Address.Inbox) address).name();
      return settings.directReplyExchange
          ? new Declaration(directExchange(name), replyQueue(name), name)
          : new Declaration(null, replyQueue(name), null);
    }
  }

  private Declaration consuming(String exchange, String queue, String key) {
    return new Declaration(topicExchange(exchange), sharedQueue(queue), key);
  }
}
