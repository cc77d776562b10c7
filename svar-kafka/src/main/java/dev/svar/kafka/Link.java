package dev.svar.kafka;

import dev.svar.driver.DriverEvents;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Tells whether one client of the driver reaches its brokers, each change once. Kafka's clients
 * restore their connections themselves and do not say so: this is what can be concluded from what
 * succeeds and fails. Thread-safe.
 */
final class Link {
  private enum State {
    NEW,
    UP,
    DOWN,
    CLOSED
  }

  private final String broker;
  private final DriverEvents events;
  private final AtomicReference<State> state = new AtomicReference<>(State.NEW);

  /**
   * Makes one that is neither up nor down.
   *
   * @param broker the brokers, and what for
   */
  Link(String broker, DriverEvents events) {
    this.broker = broker;
    this.events = events;
  }

  /** Something succeeded. */
  void up() {
    if (state.get() == State.UP) {
      return;
    }
    if (state.compareAndSet(State.NEW, State.UP)) {
      events.connected(broker, false);
    } else if (state.compareAndSet(State.DOWN, State.UP)) {
      events.connected(broker, true);
    }
  }

  /** Something failed because no broker answered. Nothing new if nothing ever succeeded. */
  void down(Throwable cause) {
    if (state.compareAndSet(State.UP, State.DOWN)) {
      events.lost(broker, cause);
    }
  }

  /** Tells nothing any more. */
  void close() {
    state.set(State.CLOSED);
  }

  @Override
  public String toString() {
    return broker;
  }
}
