package dev.svar.rabbitmq;

import dev.svar.driver.DriverEvents;
import dev.svar.driver.DriverException;
import dev.svar.driver.DriverException.Outcome;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What had to be declared otherwise than configured, remembered for the life of the driver and told
 * once. Thread-safe.
 */
final class Fallbacks {
  private static final int DEFAULT_EXPIRES = 1_800_000;

  private final DriverEvents events;
  private final Set<String> told = ConcurrentHashMap.newKeySet();
  private final Set<String> notDurable = ConcurrentHashMap.newKeySet();
  private final Set<String> failedOnce = ConcurrentHashMap.newKeySet();
  private volatile boolean privateDurable;

  Fallbacks(DriverEvents events) {
    this.events = events;
  }

  Topology.Exchange of(Topology.Exchange exchange) {
    return notDurable.contains(exchange.name()) ? exchange.transientOne() : exchange;
  }

  Topology.Queue of(Topology.Queue queue) {
    return privateDurable && isPrivate(queue) ? durable(queue) : queue;
  }

  /** Says {@code what}, if it was not said before. */
  void tell(String what) {
    if (told.add(what)) {
      events.degraded(what);
    }
  }

  void notDurable(Topology.Exchange exchange, Closure closure) {
    notDurable.add(exchange.name());
    tell(
        "The "
            + exchange
            + " exists and is not durable: it is used as it is. Delete it, so that it can be"
            + " declared durable as configured ("
            + closure
            + ")");
  }

  void took(Topology.Queue wanted, Topology.Queue made, Closure closure) {
    if (isPrivate(wanted) && !wanted.durable() && made.durable()) {
      preferDurable(closure);
    } else if (wanted.durable() != made.durable()) {
      tell(
          "The "
              + made
              + " exists and is "
              + (made.durable() ? "" : "not ")
              + "durable: it is used as it is ("
              + closure
              + ")");
    }
  }

  /**
   * The connection was lost while {@code queue} was declared: RabbitMQ 4.3 answers so (541) where
   * it denies queues that are neither durable nor exclusive.
   */
  void lostWith(Topology.Queue queue, @Nullable Closure closure) {
    if (closure == null || closure.code() != Closure.INTERNAL_ERROR || queue.durable()) {
      return;
    }
    if (isPrivate(queue)) {
      preferDurable(closure);
    } else if (!failedOnce.add(queue.name())) {
      failedOnce.remove(queue.name());
      throw new DriverException(
          Outcome.REFUSED,
          "RabbitMQ refused the "
              + queue
              + ": "
              + closure
              + ". If it denies queues that are neither durable nor exclusive, set"
              + " amqp_durable_queues=true or rabbit_quorum_queue=true for every peer",
          null);
    }
  }

  private void preferDurable(Closure closure) {
    privateDurable = true;
    tell(
        "The broker takes no transient queues: reply and fanout queues are declared durable, with"
            + " x-expires ("
            + closure
            + ")");
  }

  /** Whether a broker that denies transient queues would answer like this. */
  static boolean transientRefused(Topology.Queue queue, Closure closure) {
    return isPrivate(queue)
        && !queue.durable()
        && (closure.code() == Closure.INTERNAL_ERROR
            || closure.code() == Closure.ACCESS_REFUSED
            || closure.text().contains("transient_nonexcl_queues")
            || closure.text().contains("feature"));
  }

  /** The same, durable, and sure to vanish some time. */
  static Topology.Queue durable(Topology.Queue queue) {
    Map<String, Object> arguments = new LinkedHashMap<>(queue.arguments());
    arguments.putIfAbsent("x-expires", DEFAULT_EXPIRES);
    return queue.with(true, arguments);
  }

  private static boolean isPrivate(Topology.Queue queue) {
    return queue.kind() == Topology.Kind.PRIVATE || queue.kind() == Topology.Kind.KEPT;
  }
}
