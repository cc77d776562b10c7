package dev.svar.driver.memory;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The one lock of a bus. Whoever holds it decides: which queue, which consumer, whose turn. The
 * deliveries that follow are put on the list of their courier while it is held, so that they keep
 * their order, and the couriers are woken after it was released, so that they do not run into it.
 *
 * <p>Held briefly: no handler, no event and no dependent of a future runs under it. The only locks
 * taken inside are those of timers.
 */
final class Gate {
  private static final Courier[] NOBODY = {};

  private final ReentrantLock lock = new ReentrantLock();

  /** Whom to wake. Guarded by the lock. */
  private final List<Courier> busy = new ArrayList<>();

  void lock() {
    lock.lock();
  }

  void unlock() {
    if (lock.getHoldCount() > 1) {
      lock.unlock();
      return; // the last one wakes
    }
    Courier[] woken = busy.isEmpty() ? NOBODY : busy.toArray(NOBODY);
    busy.clear();
    lock.unlock();
    for (Courier courier : woken) {
      courier.wake();
    }
  }

  /** Gives {@code courier} something to do; it is woken when the gate is unlocked. */
  void hand(Courier courier, Runnable task) {
    courier.add(task);
    if (!busy.contains(courier)) {
      busy.add(courier);
    }
  }
}
