package dev.svar.internal.engine;

import dev.svar.Target;
import dev.svar.driver.Address;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a listener for events is made with.
 *
 * @param targets of each, the topic and the exchange
 * @param priorities as they are in addresses
 * @param source which of their queues
 * @param batch how many events its handler gets together
 * @param gather how long the first event of a batch waits for others; of no meaning for single ones
 * @param again whether an event that its handler gives back goes back to its queue; otherwise it is
 *     acknowledged all the same
 * @param redelivery null for at once, and without end
 * @param slow after which time a handler that still runs is reported
 */
public record Listening(
    List<Target> targets,
    List<String> priorities,
    Source source,
    int batch,
    Duration gather,
    Subscriber.Threading threads,
    boolean again,
    @Nullable Redelivery redelivery,
    Duration slow) {

  /** More than its handlers take at a time, so that quick ones need not wait for the broker. */
  private static final int READY = 200;

  private static final int MOST = 65_535;

  /**
   * What becomes of an event whose handler fails or gives it back.
   *
   * @param attempts how often it is handled before it is dead-lettered
   * @param first how long it waits after the first attempt; twice that after the second, and so on
   * @param longest but no longer than this
   */
  public record Redelivery(int attempts, Duration first, Duration longest) {

    /** How long to wait after {@code failed} attempts. */
    Duration delay(int failed) {
      long most = Clocks.nanosOf(longest);
      long nanos = Clocks.nanosOf(first);
      for (int i = 1; i < failed && nanos < most; i++) {
        nanos *= 2;
      }
      return Duration.ofNanos(Math.min(nanos, most));
    }
  }

  /**
   * Which queues are read.
   *
   * @param pool null for those without a pool
   * @param tail whether a private one instead
   * @param dead whether those of their dead letters instead
   */
  public record Source(@Nullable String pool, boolean tail, boolean dead) {
    private static final String DEAD = ".dead";

    Address address(String exchange, String name) {
      if (tail) {
        return new Address.Tail(exchange, name);
      }
      return dead
          ? new Address.Events(exchange, name + DEAD, pool == null ? null : pool + DEAD)
          : new Address.Events(exchange, name, pool);
    }
  }

  /** For threads and messages. */
  String name() {
    return String.join("-", targets.stream().map(Target::topic).distinct().toList());
  }

  String what() {
    return "Listening to " + name();
  }

  private Set<Address> addresses(Engine engine) {
    Set<Address> addresses = new LinkedHashSet<>();
    for (Target target : targets) {
      String exchange = target.exchange() != null ? target.exchange() : engine.exchange();
      for (String priority : priorities) {
        addresses.add(source.address(exchange, target.topic() + "." + priority));
      }
    }
    return addresses;
  }

  Subscriber.Life life(Engine engine) {
    long window =
        batch == 1
            ? Math.max(READY, threads.concurrency())
            : (long) batch * (threads.concurrency() + 1L);
    return new Subscriber.Life(
        what(), addresses(engine), (int) Math.min(window, MOST), false, threads);
  }
}
