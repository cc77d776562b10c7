package dev.svar.driver;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/** Where a message goes or comes from. A driver translates it into what its broker has. */
public sealed interface Address {

  /** Any one of the servers that listen on {@code topic}; with a pool, one of that pool. */
  record Topic(String exchange, String topic, @Nullable String pool) implements Address {
    public Topic {
      requireNonNull(exchange, "exchange");
      requireNonNull(topic, "topic");
    }

    @Override
    public String toString() {
      return exchange + "/" + topic + (pool != null ? " (pool " + pool + ")" : "");
    }
  }

  /** The one server of that name. */
  record Server(String exchange, String topic, String server) implements Address {
    public Server {
      requireNonNull(exchange, "exchange");
      requireNonNull(topic, "topic");
      requireNonNull(server, "server");
    }

    @Override
    public String toString() {
      return exchange + "/" + topic + "@" + server;
    }
  }

  /** Every server that listens on {@code topic}, one copy each. */
  record Fanout(String exchange, String topic) implements Address {
    public Fanout {
      requireNonNull(exchange, "exchange");
      requireNonNull(topic, "topic");
    }

    @Override
    public String toString() {
      return exchange + "/" + topic + " (every server)";
    }
  }

  /** Where replies to one process arrive. {@code name} is what {@code _reply_q} carries. */
  record Inbox(String name) implements Address {
    public Inbox {
      requireNonNull(name, "name");
    }

    @Override
    public String toString() {
      return "inbox " + name;
    }
  }

  /** Notifications; {@code name} is already {@code topic.priority}. */
  record Events(String exchange, String name, @Nullable String pool) implements Address {
    public Events {
      requireNonNull(exchange, "exchange");
      requireNonNull(name, "name");
    }

    @Override
    public String toString() {
      return exchange + "/" + name + (pool != null ? " (pool " + pool + ")" : "");
    }
  }

  /**
   * A copy of the events of that name from now on, for one subscription alone: it takes nothing
   * from anybody, and is gone with the subscription. For listening only.
   */
  record Tail(String exchange, String name) implements Address {
    public Tail {
      requireNonNull(exchange, "exchange");
      requireNonNull(name, "name");
    }

    @Override
    public String toString() {
      return exchange + "/" + name + " (tail)";
    }
  }
}
