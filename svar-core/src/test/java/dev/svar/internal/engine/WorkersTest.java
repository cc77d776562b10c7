package dev.svar.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How workers are started, and when they are done. */
final class WorkersTest {
  private final Queue<Runnable> threads = new ArrayDeque<>();
  private final List<String> ran = new ArrayList<>();
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final Clocks clocks = new Clocks(null, timer);
  private final Workers workers = new Workers(threads::add, 3, 3, "test", clocks);

  @AfterEach
  void stopTimer() {
    timer.shutdownNow();
  }

  private Workers.Task task(String name) {
    return new Workers.Task() {
      @Override
      public void run() {
        ran.add(name);
      }

      @Override
      public void giveBack() {
        ran.add(name + " given back");
      }
    };
  }

  private void runNextThread() {
    threads.remove().run();
  }

  @Test
  void a_burst_of_short_tasks_needs_one_thread_and_the_one_that_it_started() {
    for (int i = 0; i < 10; i++) {
      workers.submit(task("t" + i));
    }

    assertThat(threads).hasSize(1);
    runNextThread();
    assertThat(ran).hasSize(10).startsWith("t0", "t1", "t2");
    assertThat(threads).hasSize(1);
    assertThat(workers.drained()).isNotDone();
    runNextThread();
    assertThat(workers.drained()).isDone();
  }

  @Test
  void a_task_that_takes_long_holds_up_no_other_one_below_the_concurrency() throws Exception {
    ExecutorService pool = Executors.newCachedThreadPool();
    try {
      Workers parallel = new Workers(pool, 3, 1, "test", clocks);
      CountDownLatch together = new CountDownLatch(3);
      for (int i = 0; i < 3; i++) {
        parallel.submit(
            Workers.task(
                () -> {
                  together.countDown();
                  await(together);
                }));
      }

      assertThat(together.await(20, TimeUnit.SECONDS)).isTrue();
      parallel.drained().get(20, TimeUnit.SECONDS);
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void short_tasks_need_no_more_workers_than_are_enough() {
    timer.execute(() -> await(new CountDownLatch(1))); // nobody looks meanwhile
    Workers one = new Workers(threads::add, 3, 1, "test", clocks);
    for (int i = 0; i < 10; i++) {
      one.submit(task("t" + i));
    }

    runNextThread();

    assertThat(ran).hasSize(10);
    assertThat(threads).isEmpty();
    assertThat(one.drained()).isDone();
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "1, 1", "2, 1", "3, 0", "8, 0"})
  void a_moment_in_which_few_tasks_were_taken_brings_another_worker(int taken, int started) {
    Queue<Runnable> looks = new ArrayDeque<>();
    ScheduledThreadPoolExecutor later =
        new ScheduledThreadPoolExecutor(1) {
          @Override
          public ScheduledFuture<?> schedule(Runnable look, long delay, TimeUnit unit) {
            looks.add(look);
            return super.schedule(look, 1, TimeUnit.DAYS);
          }
        };
    Workers one = new Workers(threads::add, 3, 1, "test", new Clocks(null, later));
    for (int i = 0; i < 10; i++) {
      int number = i;
      one.submit(
          Workers.task(
              () -> {
                if (number == taken) {
                  looks.remove().run();
                }
              }));
    }

    runNextThread();

    assertThat(threads).hasSize(started);
    later.shutdownNow();
  }

  @Test
  void without_a_timer_there_are_as_many_workers_as_the_concurrency_allows() {
    timer.shutdownNow();
    Workers all = new Workers(threads::add, 3, 1, "test", clocks);
    List<Integer> together = new ArrayList<>();
    AtomicInteger running = new AtomicInteger();
    for (int i = 0; i < 4; i++) {
      all.submit(
          Workers.task(
              () -> {
                together.add(running.incrementAndGet());
                if (!threads.isEmpty()) {
                  runNextThread(); // while this one waits
                }
                running.decrementAndGet();
              }));
    }

    runNextThread();

    assertThat(together).containsExactly(1, 2, 3, 3);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void an_executor_that_takes_nothing_gets_every_task_given_back() {
    Workers refused =
        new Workers(
            task -> {
              throw new RejectedExecutionException("closed");
            },
            3,
            3,
            "test",
            clocks);

    refused.submit(task("a"));
    refused.submit(task("b"));

    assertThat(ran).containsExactly("a given back", "b given back");
    assertThat(refused.drained()).isDone();
  }

  @Test
  void a_task_whose_thread_cannot_be_made_is_given_back_and_holds_no_worker() {
    Workers without =
        new Workers(
            task -> {
              throw new InternalError("on purpose: no thread");
            },
            1,
            1,
            "test",
            clocks);

    assertThat(without.take()).isTrue();
    without.run(task("a"));

    assertThat(ran).containsExactly("a given back");
    assertThat(without.take()).isTrue();
    without.run(task("b"));
    assertThat(without.drained()).isDone();
  }

  @Test
  void an_interrupt_that_a_task_leaves_behind_is_not_for_the_next_one() {
    workers.submit(Workers.task(() -> Thread.currentThread().interrupt()));
    workers.submit(Workers.task(() -> ran.add("interrupted: " + Thread.interrupted())));

    runNextThread();

    assertThat(ran).containsExactly("interrupted: false");
  }

  @Test
  void what_has_not_started_is_given_back_and_the_started_worker_ends() {
    workers.submit(task("a"));
    workers.submit(task("b"));

    assertThat(workers.giveBack()).isEqualTo(2);
    CompletableFuture<Void> drained = workers.drained();
    assertThat(drained).isNotDone();
    runNextThread();

    assertThat(drained).isDone();
    assertThat(ran).containsExactly("a given back", "b given back");
  }

  @Test
  void a_failing_task_harms_no_other_one() {
    workers.submit(
        Workers.task(
            () -> {
              throw new IllegalStateException("on purpose");
            }));
    workers.submit(task("next"));

    runNextThread();

    assertThat(ran).containsExactly("next");
  }
}
