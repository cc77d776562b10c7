package dev.svar.rabbitmq;

import dev.svar.driver.DriverEvents;
import java.io.IOException;

/** Restores what others deleted, and tells only of what was really missing. */
final class Repairs {

  private Repairs() {}

  /** Looks for everything in {@code wanted}, declares what is missing, and binds again; blocks. */
  static void check(Declarer declarer, Topology.Declaration wanted, DriverEvents events)
      throws IOException {
    Topology.Exchange exchange = wanted.exchange();
    Topology.Queue queue = wanted.queue();
    String missing = null;
    if (exchange != null && !declarer.exists(exchange)) {
      missing = exchange.toString();
    } else if (queue != null && !queue.autoDelete() && declarer.find(queue.name()) == null) {
      missing = queue.toString();
    }
    if (missing != null) {
      declarer.declare(wanted);
      events.repaired("The " + missing + " was gone, and is declared and bound again");
    } else if (queue != null && exchange != null && wanted.key() != null) {
      // A missing binding cannot be asked for; making it again changes nothing.
      boolean unused = declarer.bind(exchange, queue, wanted.key());
    }
  }
}
