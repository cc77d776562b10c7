package dev.svar.driver.memory;

import dev.svar.driver.Address;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which queues an address means. Topics, servers and events of an exchange share one space of
 * names, as they do on RabbitMQ: the server {@code host1} of {@code compute} is also the topic
 * {@code compute.host1}, and the events {@code notifications.info} are a topic.
 *
 * <p>Guarded by the {@link Gate}.
 */
final class Routes {
  private final Gate gate;

  /** By {@link #key}; no list is empty. */
  private final Map<Address, List<MemoryQueue>> queues = new HashMap<>();

  Routes(Gate gate) {
    this.gate = gate;
  }

  /**
   * The queues that a message for {@code address} goes to, each getting a copy: all pools, unless
   * it names one. For events the queue without a pool is created, so that they wait for a listener.
   */
  List<MemoryQueue> of(Address address) {
    if (pool(address) != null) {
      return readBy(address);
    }
    if (address instanceof Address.Events && readBy(address).isEmpty()) {
      create(address, null, true);
    }
    return queues.getOrDefault(key(address), List.of());
  }

  /** The queues that consumers of {@code address} read: one at most, except for a fanout. */
  List<MemoryQueue> readBy(Address address) {
    List<MemoryQueue> found = queues.getOrDefault(key(address), List.of());
    if (address instanceof Address.Fanout) {
      return found;
    }
    MemoryQueue queue = find(found, pool(address));
    return queue != null ? List.of(queue) : List.of();
  }

  /** The queue that a new consumer of {@code address} reads. */
  MemoryQueue forConsumer(Address address) {
    if (address instanceof Address.Fanout) {
      return create(address, null, false);
    }
    if (address instanceof Address.Tail) {
      return create(address, "tail " + UUID.randomUUID(), false);
    }
    List<MemoryQueue> present = readBy(address);
    return present.isEmpty()
        ? create(address, pool(address), !(address instanceof Address.Inbox))
        : present.get(0);
  }

  /** Takes a queue away. */
  void delete(Address address, MemoryQueue queue) {
    queues.computeIfPresent(
        key(address),
        (key, list) -> {
          list.remove(queue);
          return list.isEmpty() ? null : list;
        });
    queue.delete();
  }

  /** Takes every queue away. */
  void clear() {
    queues.values().forEach(list -> list.forEach(MemoryQueue::delete));
    queues.clear();
  }

  private MemoryQueue create(Address address, @Nullable String pool, boolean lasting) {
    MemoryQueue queue = new MemoryQueue(gate, pool, lasting);
    queues.computeIfAbsent(key(address), key -> new ArrayList<>()).add(queue);
    return queue;
  }

  private static @Nullable MemoryQueue find(List<MemoryQueue> queues, @Nullable String pool) {
    for (MemoryQueue queue : queues) {
      if (Objects.equals(pool, queue.pool())) {
        return queue;
      }
    }
    return null;
  }

  private static Address key(Address address) {
    if (address instanceof Address.Topic topic) {
      return topic.pool() == null
          ? topic
          : new Address.Topic(topic.exchange(), topic.topic(), null);
    }
    if (address instanceof Address.Server server) {
      return new Address.Topic(server.exchange(), server.topic() + "." + server.server(), null);
    }
    if (address instanceof Address.Events events) {
      return new Address.Topic(events.exchange(), events.name(), null);
    }
    if (address instanceof Address.Tail tail) {
      return new Address.Topic(tail.exchange(), tail.name(), null);
    }
    return address;
  }

  private static @Nullable String pool(Address address) {
    if (address instanceof Address.Topic topic) {
      return topic.pool();
    }
    return address instanceof Address.Events events ? events.pool() : null;
  }
}
