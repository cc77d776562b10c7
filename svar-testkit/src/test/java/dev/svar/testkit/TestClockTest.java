package dev.svar.testkit;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import org.junit.jupiter.api.Test;

@SuppressWarnings("FutureReturnValueIgnored") // their effects are what is tested
class TestClockTest {
  private static final Instant START = Instant.parse("2030-01-01T00:00:00Z");

  private final TestClock clock = TestClock.create();
  private final ScheduledExecutorService timer = clock.timer();
  private final List<String> log = new ArrayList<>();

  private Runnable logging(String what) {
    return () -> log.add(what + "@" + Duration.ofNanos(clock.nanos()).toSeconds());
  }

  @Test
  void it_stands_still_until_it_is_advanced() {
    assertThat(clock.instant()).isEqualTo(START);

    clock.advance(Duration.ofSeconds(5));

    assertThat(clock.instant()).isEqualTo(START.plusSeconds(5));
    assertThat(clock.millis()).isEqualTo(START.plusSeconds(5).toEpochMilli());
    assertThat(clock.nanos()).isEqualTo(5_000_000_000L);
  }

  @Test
  void it_starts_where_it_is_told() {
    Instant start = Instant.parse("1999-12-31T23:59:59Z");

    assertThat(TestClock.at(start).instant()).isEqualTo(start);
  }

  @Test
  void it_does_not_go_back() {
    assertThatThrownBy(() -> clock.advance(Duration.ofSeconds(-1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("time: PT-1S (expected: zero or more)");
  }

  @Test
  void another_zone_is_the_same_clock() {
    TestClock there = clock.withZone(ZoneId.of("Europe/Stockholm"));

    clock.advance(Duration.ofSeconds(1));

    assertThat(there.getZone()).isEqualTo(ZoneId.of("Europe/Stockholm"));
    assertThat(there.instant()).isEqualTo(clock.instant());
  }

  @Test
  void tasks_run_in_the_order_of_their_time_each_at_its_time() {
    timer.schedule(logging("late"), 3, SECONDS);
    timer.schedule(logging("early"), 1, SECONDS);
    timer.schedule(logging("later"), 4, SECONDS);

    clock.advance(Duration.ofSeconds(3));
    assertThat(log).containsExactly("early@1", "late@3");

    clock.advance(Duration.ofSeconds(7));
    assertThat(log).containsExactly("early@1", "late@3", "later@4");
    assertThat(clock.instant()).isEqualTo(START.plusSeconds(10));
  }

  @Test
  void tasks_of_the_same_time_run_in_the_order_they_were_scheduled() {
    for (String name : List.of("a", "b", "c", "d")) {
      timer.schedule(logging(name), 1, SECONDS);
    }

    clock.advance(Duration.ofSeconds(1));

    assertThat(log).containsExactly("a@1", "b@1", "c@1", "d@1");
  }

  @Test
  void tasks_run_on_the_thread_that_advances() {
    List<Thread> threads = new ArrayList<>();
    timer.execute(() -> threads.add(Thread.currentThread()));
    assertThat(threads).isEmpty();

    clock.advance(Duration.ZERO);

    assertThat(threads).containsExactly(Thread.currentThread());
  }

  @Test
  void what_a_task_schedules_runs_in_the_same_advance_if_it_is_due() {
    timer.schedule(
        () -> {
          logging("first").run();
          timer.schedule(logging("second"), 1, SECONDS);
          timer.schedule(logging("third"), 9, SECONDS);
        },
        1,
        SECONDS);

    clock.advance(Duration.ofSeconds(5));

    assertThat(log).containsExactly("first@1", "second@2");
    assertThat(clock.pending()).isEqualTo(1);
  }

  @Test
  void a_task_may_advance_the_clock() {
    timer.schedule(() -> clock.advance(Duration.ofSeconds(10)), 1, SECONDS);
    timer.schedule(logging("overtaken"), 5, SECONDS);

    clock.advance(Duration.ofSeconds(2));

    assertThat(log).containsExactly("overtaken@11");
    assertThat(clock.instant()).isEqualTo(START.plusSeconds(11));
  }

  @Test
  void a_cancelled_task_does_not_run() {
    ScheduledFuture<?> task = timer.schedule(logging("cancelled"), 1, SECONDS);
    assertThat(clock.pending()).isEqualTo(1);

    assertThat(task.cancel(false)).isTrue();

    assertThat(clock.pending()).isZero();
    clock.advance(Duration.ofSeconds(2));
    assertThat(log).isEmpty();
  }

  @Test
  void a_task_tells_its_result_and_its_delay() throws Exception {
    ScheduledFuture<String> task = timer.schedule(() -> "result", 5, SECONDS);
    clock.advance(Duration.ofSeconds(2));
    assertThat(task.getDelay(SECONDS)).isEqualTo(3);
    assertThat(task.isDone()).isFalse();

    clock.advance(Duration.ofSeconds(3));

    assertThat(task.get()).isEqualTo("result");
    assertThat(task.getDelay(SECONDS)).isZero();
  }

  @Test
  void a_task_that_throws_fails_its_future_and_stops_nothing() {
    Future<?> task =
        timer.submit(
            () -> {
              throw new IllegalStateException("on purpose");
            });
    timer.execute(logging("next"));

    clock.advance(Duration.ZERO);

    assertThatThrownBy(task::get)
        .isInstanceOf(ExecutionException.class)
        .hasRootCauseMessage("on purpose");
    assertThat(log).containsExactly("next@0");
  }

  @Test
  void a_task_at_a_fixed_rate_runs_every_period() {
    timer.scheduleAtFixedRate(logging("tick"), 1, 2, SECONDS);

    clock.advance(Duration.ofSeconds(6));

    assertThat(log).containsExactly("tick@1", "tick@3", "tick@5");
    assertThat(clock.pending()).isEqualTo(1);
  }

  @Test
  void a_task_with_a_fixed_delay_counts_from_its_end() {
    timer.scheduleWithFixedDelay(
        () -> {
          logging("tick").run();
          clock.advance(Duration.ofSeconds(1));
        },
        1,
        2,
        SECONDS);

    clock.advance(Duration.ofSeconds(8));

    assertThat(log).containsExactly("tick@1", "tick@4", "tick@7");
  }

  @Test
  void a_repeated_task_ends_when_it_is_cancelled_from_within() {
    List<ScheduledFuture<?>> self = new ArrayList<>();
    self.add(
        timer.scheduleAtFixedRate(
            () -> {
              logging("tick").run();
              self.get(0).cancel(false);
            },
            1,
            1,
            SECONDS));

    clock.advance(Duration.ofSeconds(5));

    assertThat(log).containsExactly("tick@1");
    assertThat(clock.pending()).isZero();
  }

  @Test
  void a_repeated_task_ends_when_it_throws() {
    timer.scheduleAtFixedRate(
        () -> {
          logging("tick").run();
          throw new IllegalStateException("on purpose");
        },
        1,
        1,
        SECONDS);

    clock.advance(Duration.ofSeconds(5));

    assertThat(log).containsExactly("tick@1");
  }

  @Test
  void a_period_is_more_than_zero() {
    assertThatThrownBy(() -> timer.scheduleAtFixedRate(logging("never"), 1, 0, SECONDS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("period: 0 (expected: more than zero)");
  }

  @Test
  void a_delay_may_be_as_long_as_can_be() {
    clock.advance(Duration.ofSeconds(1));
    timer.schedule(logging("never"), Long.MAX_VALUE, SECONDS);

    clock.advance(Duration.ofDays(36500));

    assertThat(log).isEmpty();
    assertThat(clock.pending()).isEqualTo(1);
  }

  @Test
  void shut_down_it_takes_no_tasks_drops_repeated_ones_and_keeps_the_others() {
    timer.scheduleAtFixedRate(logging("tick"), 1, 1, SECONDS);
    timer.schedule(logging("once"), 2, SECONDS);

    timer.shutdown();

    assertThatThrownBy(() -> timer.execute(logging("never")))
        .isInstanceOf(RejectedExecutionException.class);
    assertThat(timer.isTerminated()).isFalse();
    clock.advance(Duration.ofSeconds(5));
    assertThat(log).containsExactly("once@2");
    assertThat(timer.isTerminated()).isTrue();
  }

  @Test
  void shut_down_now_it_gives_back_what_waits() throws Exception {
    timer.schedule(logging("never"), 2, SECONDS);

    assertThat(timer.shutdownNow()).hasSize(1);

    assertThat(timer.awaitTermination(1, SECONDS)).isTrue();
    clock.advance(Duration.ofSeconds(5));
    assertThat(log).isEmpty();
  }
}
