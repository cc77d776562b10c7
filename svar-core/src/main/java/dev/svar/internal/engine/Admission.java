package dev.svar.internal.engine;

import dev.svar.driver.Delivery;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Keeps deliveries, unsettled, until its server may work: no more than the subscription's window.
 * What is never admitted goes back to the broker with the subscription.
 *
 * <p>Thread-safe; the lock is held for a decision only.
 */
final class Admission {
  private final Intake intake;
  private final ReentrantLock lock = new ReentrantLock();
  private final Queue<Delivery> early = new ArrayDeque<>(); // guarded by lock
  private boolean admitted; // guarded by lock

  Admission(Intake intake, boolean admitted) {
    this.intake = intake;
    this.admitted = admitted;
  }

  void arrived(Delivery delivery) {
    lock.lock();
    try {
      if (!admitted) {
        early.add(delivery);
        return;
      }
    } finally {
      lock.unlock();
    }
    intake.arrived(delivery);
  }

  /** Lets in what came so far, and all that comes. Again does nothing. */
  void admit() {
    List<Delivery> waited;
    lock.lock();
    try {
      admitted = true;
      waited = new ArrayList<>(early);
      early.clear();
    } finally {
      lock.unlock();
    }
    waited.forEach(intake::arrived);
  }
}
