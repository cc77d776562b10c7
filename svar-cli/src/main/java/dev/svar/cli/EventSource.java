package dev.svar.cli;

import dev.svar.Target;
import dev.svar.Transport;
import dev.svar.notify.NotificationHandler;
import dev.svar.notify.NotificationListener;
import dev.svar.notify.Priority;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where events are read, and what that leaves behind.
 *
 * @param pool null for none
 * @param take whether the queues themselves; otherwise, without a pool, a tail
 */
record EventSource(
    Transport transport,
    List<String> topics,
    Set<Priority> priorities,
    @Nullable String pool,
    boolean take) {

  EventSource {
    if (pool != null && queues(topics, priorities).contains(pool)) {
      throw new IllegalArgumentException(
          "--pool: \""
              + pool
              + "\" is the queue without a pool (expected: another name, or --take)");
    }
  }

  /** A listener, still without its handlers. */
  NotificationListener.Builder<NotificationHandler> builder() {
    NotificationListener.Builder<NotificationHandler> builder =
        NotificationListener.builder(transport, Target.of(topics.get(0)));
    topics.forEach(topic -> builder.target(Target.of(topic)));
    return pool != null ? builder.pool(pool) : builder.tail(!take);
  }

  private static List<String> queues(List<String> topics, Set<Priority> priorities) {
    return topics.stream()
        .flatMap(topic -> priorities.stream().map(priority -> topic + "." + priority.inAddress()))
        .toList();
  }

  /** What stays at the broker, once {@code printed} events were; null for nothing. */
  @Nullable String left(long printed) {
    if (pool != null) {
      return "the pool "
          + pool
          + " stays, and keeps what comes from now on for whoever listens with --pool "
          + pool
          + rabbitHint(pool);
    }
    return take
        ? (printed == 1 ? "took 1 event" : "took " + printed + " events")
            + " for good. What else is there, and comes from now on, waits in "
            + String.join(", ", queues(topics, priorities))
        : null;
  }

  private String rabbitHint(String queue) {
    if (!DemoCommand.RABBIT.contains(transport.url().driver())) {
      return "";
    }
    String host = transport.url().virtualHost();
    String vhost = host == null || host.isEmpty() ? "/" : host;
    return ". To end that: rabbitmqctl delete_queue " + queue + " -p " + vhost;
  }

  /** {@code openstack/notifications on memory://bus/, every priority: a copy of …}. */
  @Override
  public String toString() {
    String what =
        topics.stream()
            .map(topic -> transport.exchange() + "/" + topic)
            .collect(Collectors.joining(", "));
    String which =
        priorities.size() == Priority.values().length
            ? "every priority"
            : priorities.stream().map(Priority::inAddress).collect(Collectors.joining(", "));
    String how =
        pool != null
            ? "copies for the pool " + pool
            : take ? "taken from their queues" : "private copies, nothing is taken";
    return what + " on " + transport.url() + " (" + which + "; " + how + ")";
  }
}
