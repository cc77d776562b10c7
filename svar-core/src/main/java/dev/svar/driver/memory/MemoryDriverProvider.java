package dev.svar.driver.memory;

import dev.svar.driver.Driver;
import dev.svar.driver.DriverConfig;
import dev.svar.driver.DriverEvents;
import dev.svar.driver.DriverProvider;
import dev.svar.driver.Option;
import java.util.List;
import java.util.Set;

/**
 * Serves {@code memory://name}: a bus inside this process that all transports with that URL share,
 * and that lives until the last of them closes. {@code memory://} without a name is a bus of its
 * own for each transport. A virtual host is part of the name: {@code memory://name/tests} is
 * another bus than {@code memory://name}.
 *
 * <p>Thread-safe.
 */
public final class MemoryDriverProvider implements DriverProvider {

  /**
   * How many messages may wait in one queue. A publication is refused if one of its queues is full,
   * and goes to none of them then. Also how many may wait for their {@link Driver#retryLater} on
   * the bus. Each driver goes by its own value. Default 1,000,000.
   */
  public static final Option<Integer> QUEUE_LENGTH =
      Option.integer("memory_queue_length", 1, Integer.MAX_VALUE).orElse(1_000_000);

  /**
   * How many bytes of message bodies may wait in one queue, as {@link #QUEUE_LENGTH} for their
   * number. Events wait even if nobody ever listens to them. Default 268,435,456 (256 MiB).
   */
  public static final Option<Integer> QUEUE_BYTES =
      Option.integer("memory_queue_bytes", 1, Integer.MAX_VALUE).orElse(256 << 20);

  @Override
  public Set<String> schemes() {
    return Set.of("memory");
  }

  @Override
  public String optionGroup() {
    return "svar_memory";
  }

  @Override
  public List<Option<?>> options() {
    return List.of(QUEUE_LENGTH, QUEUE_BYTES);
  }

  /**
   * Makes a driver that is on its bus from here on, with the thread {@code svar-memory-} and the
   * configured name once there is something to do.
   *
   * @throws IllegalArgumentException if the URL has several hosts
   */
  @Override
  public Driver open(DriverConfig config, DriverEvents events) {
    if (config.hosts().size() > 1) {
      throw new IllegalArgumentException(
          "hosts: " + config.hosts() + " (expected: one name of a bus, as in memory://name)");
    }
    String host = config.hosts().isEmpty() ? null : config.hosts().get(0).name();
    String virtualHost = config.virtualHost();
    if (host == null || host.isEmpty()) {
      return new MemoryDriver(new Bus(""), config, events);
    }
    String name = virtualHost == null || virtualHost.isEmpty() ? host : host + "/" + virtualHost;
    return new MemoryDriver(Buses.enter(name), config, events);
  }
}
