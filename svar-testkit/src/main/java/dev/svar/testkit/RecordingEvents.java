package dev.svar.testkit;

import dev.svar.driver.DriverEvents;
import dev.svar.driver.DriverException;
import dev.svar.driver.Message;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps what a driver tells, in order, for a test to look at and to wait for.
 *
 * <p>Thread-safe. Never blocks the driver.
 */
public final class RecordingEvents implements DriverEvents {

  /** What a driver told, with what it said. */
  public sealed interface Event {}

  /** {@link DriverEvents#connected}. */
  public record Connected(String broker, boolean again) implements Event {}

  /** {@link DriverEvents#lost}. */
  public record Lost(String broker, Throwable cause) implements Event {}

  /** {@link DriverEvents#blocked}. */
  public record Blocked(String reason) implements Event {}

  /** {@link DriverEvents#unblocked}. */
  public record Unblocked() implements Event {}

  /** {@link DriverEvents#returned}. */
  public record Returned(Message message, String reason) implements Event {}

  /** {@link DriverEvents#refused}. */
  public record Refused(Message message, DriverException cause) implements Event {}

  /** {@link DriverEvents#repaired}. */
  public record Repaired(String what) implements Event {}

  /** {@link DriverEvents#degraded}. */
  public record Degraded(String what) implements Event {}

  private final List<Event> events = new ArrayList<>();

  /** Everything so far, oldest first. */
  public synchronized List<Event> all() {
    return List.copyOf(events);
  }

  /** Everything of one kind so far, oldest first. */
  public synchronized <E extends Event> List<E> all(Class<E> kind) {
    return events.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /**
   * Waits until there are {@code count} events of one kind, counted from the beginning.
   *
   * @return these, or more
   * @throws AssertionError if there are fewer after {@code limit}, saying which came
   */
  public synchronized <E extends Event> List<E> await(Class<E> kind, int count, Duration limit)
      throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    for (; ; ) {
      List<E> found = all(kind);
      if (found.size() >= count) {
        return found;
      }
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        throw new AssertionError(
            "Expected "
                + count
                + " of "
                + kind.getSimpleName()
                + " within "
                + limit
                + ": "
                + events);
      }
      wait(left / 1_000_000 + 1);
    }
  }

  private synchronized void add(Event event) {
    events.add(event);
    notifyAll();
  }

  @Override
  public void connected(String broker, boolean again) {
    add(new Connected(broker, again));
  }

  @Override
  public void lost(String broker, Throwable cause) {
    add(new Lost(broker, cause));
  }

  @Override
  public void blocked(String reason) {
    add(new Blocked(reason));
  }

  @Override
  public void unblocked() {
    add(new Unblocked());
  }

  @Override
  public void returned(Message message, String reason) {
    add(new Returned(message, reason));
  }

  @Override
  public void refused(Message message, DriverException cause) {
    add(new Refused(message, cause));
  }

  @Override
  public void repaired(String what) {
    add(new Repaired(what));
  }

  @Override
  public void degraded(String what) {
    add(new Degraded(what));
  }
}
