package dev.svar.driver.memory;

import java.util.concurrent.ScheduledExecutorService;

/**
 * One driver on a bus, as its subscriptions see it.
 *
 * @param courier runs its handlers
 * @param timer lent
 */
record Member(Bus bus, Courier courier, ScheduledExecutorService timer) {

  Gate gate() {
    return bus.gate;
  }
}
