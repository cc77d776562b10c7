package dev.svar.driver.memory;

import java.util.concurrent.ConcurrentHashMap;

/**
 * The buses of this process that have a name: transports that know nothing of each other find the
 * same one. A bus is here as long as a driver uses it.
 *
 * <p>Thread-safe; {@link Bus#users} is read and written only inside {@code compute}.
 */
final class Buses {
  private static final ConcurrentHashMap<String, Bus> NAMED = new ConcurrentHashMap<>();

  private Buses() {}

  /** The bus of that name, made if there is none. {@link #leave} must follow. */
  static Bus enter(String name) {
    return NAMED.compute(
        name,
        (key, present) -> {
          Bus bus = present != null ? present : new Bus(key);
          bus.users++;
          return bus;
        });
  }

  /** The last one out takes the bus away. Does nothing for a bus without a name. */
  static void leave(Bus bus) {
    NAMED.computeIfPresent(
        bus.name(), (name, present) -> present == bus && --bus.users == 0 ? null : present);
  }
}
