package dev.svar.driver.memory;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;

/**
 * What the drivers of one bus share.
 *
 * <p>Thread-safe through its {@link Gate}: {@link #routes} and {@link #retries}, and everything
 * that hangs off them, are read and written by the holder of the gate only.
 */
final class Bus {
  private final String name;

  /** How many drivers have entered by name. Owned by {@link Buses}. */
  int users;

  final Gate gate = new Gate();
  final Routes routes = new Routes(gate);
  final Retries retries = new Retries(gate);

  /** One for each driver. */
  private final List<ScheduledExecutorService> timers = new ArrayList<>();

  /**
   * Makes a bus without queues.
   *
   * @param name empty for one that nobody else can find
   */
  Bus(String name) {
    this.name = name;
  }

  String name() {
    return name;
  }

  /** A driver comes, and lends its timer. */
  void lend(ScheduledExecutorService timer) {
    timers.add(timer);
  }

  /** A driver goes, and its timer with it. After the last one nothing is left. */
  void takeBack(ScheduledExecutorService timer) {
    timers.remove(timer);
    if (timers.isEmpty()) {
      retries.clear();
      routes.clear();
    } else {
      retries.move(timer, timers.get(0));
    }
  }

  /** The URL without options. */
  @Override
  public String toString() {
    return "memory://" + name;
  }
}
