package dev.svar.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is told, and what is not. */
final class WatchTest {
  private static final long SHORT = Duration.ofMillis(5).toNanos();
  private static final long LONG = Duration.ofMinutes(5).toNanos();

  private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
  private final Watch watch = new Watch(new Clocks(null, timer));
  private final BlockingQueue<String> late = new LinkedBlockingQueue<>();

  @AfterEach
  void end() {
    timer.shutdownNow();
  }

  private String next() throws InterruptedException {
    return late.poll(20, TimeUnit.SECONDS);
  }

  @Test
  void what_takes_too_long_is_told_once_and_what_ends_in_time_is_not() throws Exception {
    watch.begun(SHORT, () -> late.add("ended")).ended();
    watch.begun(SHORT, () -> late.add("first"));
    assertThat(next()).isEqualTo("first");

    watch.begun(SHORT, () -> late.add("second"));

    assertThat(next()).isEqualTo("second");
    assertThat(late).isEmpty();
  }

  @Test
  void a_short_limit_is_told_before_a_long_one_that_began_earlier() throws Exception {
    watch.begun(LONG, () -> late.add("long"));
    watch.begun(SHORT, () -> late.add("short"));

    assertThat(next()).isEqualTo("short");
  }

  @Test
  void all_with_the_same_limit_share_a_timer() {
    for (int i = 0; i < 1_000; i++) {
      watch.begun(LONG, () -> late.add("late"));
    }

    assertThat(timer.getQueue()).hasSize(1);
  }

  @Test
  void short_limits_leave_no_looks_behind_for_a_long_one() throws Exception {
    timer.setRemoveOnCancelPolicy(true);
    watch.begun(LONG, () -> late.add("late"));
    for (int i = 0; i < 20; i++) {
      watch.begun(SHORT, () -> late.add("short"));
      assertThat(next()).isEqualTo("short");
    }

    CountDownLatch looked = new CountDownLatch(1);
    timer.execute(looked::countDown); // behind the last look
    assertThat(looked.await(20, TimeUnit.SECONDS)).isTrue();

    assertThat(timer.getQueue()).hasSize(1);
  }

  @Test
  void a_look_that_another_one_replaced_brings_no_more_of_them() throws Exception {
    timer.setRemoveOnCancelPolicy(true);
    Watch.Entry last = watch.begun(LONG, () -> late.add("late"));
    for (int i = 1; i < 20; i++) { // each sooner than all before
      last = watch.begun(LONG - TimeUnit.SECONDS.toNanos(i), () -> late.add("late"));
    }
    last.ended();

    assertThat(timer.getQueue()).hasSize(1);
  }

  @Test
  void what_begins_after_the_timer_looked_is_told_as_well() throws Exception {
    for (int i = 0; i < 50; i++) {
      String name = "n" + i;
      watch.begun(SHORT, () -> late.add(name));
      assertThat(next()).isEqualTo(name);
    }
  }
}
