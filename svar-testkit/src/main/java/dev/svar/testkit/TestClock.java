package dev.svar.testkit;

import static java.util.Objects.requireNonNull;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.ScheduledExecutorService;

/**
 * A clock that stands still until a test moves it, and an executor that goes by it.
 *
 * <p>Thread-safe. What was scheduled runs inside {@link #advance}, on the thread that calls it, in
 * the order of its time; what is due at the same time in the order it was scheduled.
 */
public final class TestClock extends Clock {
  private final Instant start;
  private final ZoneId zone;
  private final TestTimer timer;

  private TestClock(Instant start, ZoneId zone, TestTimer timer) {
    this.start = start;
    this.zone = zone;
    this.timer = timer;
  }

  /** A clock at the beginning of 2030, UTC. */
  public static TestClock create() {
    return at(Instant.parse("2030-01-01T00:00:00Z"));
  }

  /** A clock at {@code start}, UTC. */
  public static TestClock at(Instant start) {
    return new TestClock(requireNonNull(start, "start"), ZoneOffset.UTC, new TestTimer());
  }

  /**
   * Moves the clock, and runs what becomes due on the way, each at its time. With {@link
   * Duration#ZERO} it runs what is due now, such as tasks without a delay. From within a task it
   * only moves the clock: the outer call runs the rest.
   *
   * @throws IllegalArgumentException if {@code time} is negative
   */
  public void advance(Duration time) {
    if (time.isNegative()) {
      throw new IllegalArgumentException("time: " + time + " (expected: zero or more)");
    }
    timer.advance(time.toNanos());
  }

  /**
   * Runs tasks when {@link #advance} reaches their time. Shut down, it takes no more tasks, drops
   * those that repeat and keeps the others, as {@link
   * java.util.concurrent.ScheduledThreadPoolExecutor} does. Waiting for its end does not wait.
   */
  public ScheduledExecutorService timer() {
    return timer;
  }

  /** How many tasks wait for their time; cancelled ones do not count. */
  public int pending() {
    return timer.pending();
  }

  /** Nanoseconds since the clock was made, in place of {@link System#nanoTime}. */
  public long nanos() {
    return timer.now();
  }

  @Override
  public Instant instant() {
    return start.plusNanos(timer.now());
  }

  @Override
  public ZoneId getZone() {
    return zone;
  }

  /** The same clock, moved together with this one. */
  @Override
  public TestClock withZone(ZoneId zone) {
    return new TestClock(start, requireNonNull(zone, "zone"), timer);
  }

  @Override
  public String toString() {
    return "TestClock " + instant();
  }
}
