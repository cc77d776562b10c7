package dev.svar.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** How the threads of a crew are started, and when the workers on them are done. */
final class WorkersTest {
  private final Queue<Runnable> threads = new ArrayDeque<>();
  private final List<String> ran = new ArrayList<>();
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final Clocks clocks = new Clocks(null, timer);
  private final Workers workers = workers(crew(threads::add, 3), 3);

  @AfterEach
  void stopTimer() {
    timer.shutdownNow();
  }

  private Crew crew(Executor threads, int enough) {
    return new Crew(threads, "test", enough, clocks);
  }

  private static Workers workers(Crew crew, int concurrency) {
    return new Workers(crew, concurrency, "test");
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

  private void runAllThreads() {
    while (!threads.isEmpty()) {
      runNextThread();
    }
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
    assertThat(workers.drained()).isDone();
    runNextThread();
    assertThat(threads).isEmpty();
  }

  @Test
  void a_task_that_takes_long_holds_up_no_other_one_below_the_concurrency() throws Exception {
    ExecutorService pool = Executors.newCachedThreadPool();
    try {
      Workers parallel = workers(crew(pool, 1), 3);
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

  /** One thread is enough for what is short; a task that takes long is at it until it says so. */
  @Nested
  final class Where_one_is_enough {
    private final Queue<Runnable> looks = new ArrayDeque<>();
    private final ScheduledThreadPoolExecutor later =
        new ScheduledThreadPoolExecutor(1) {
          @Override
          public ScheduledFuture<?> schedule(Runnable look, long delay, TimeUnit unit) {
            looks.add(look);
            return super.schedule(look, 1, TimeUnit.DAYS);
          }
        };
    private final AtomicLong now = new AtomicLong();
    private final Crew crew = new Crew(threads::add, "test", 1, new Clocks(now::get, false, later));
    private final Workers one = workers(crew, 3);

    @AfterEach
    void stopTimer() {
      later.shutdownNow();
    }

    private void millisecondsLater(long milliseconds) {
      now.addAndGet(TimeUnit.MILLISECONDS.toNanos(milliseconds));
    }

    @Test
    void short_tasks_need_no_other() {
      for (int i = 0; i < 10; i++) {
        one.submit(task("t" + i));
      }

      runNextThread();

      assertThat(ran).hasSize(10);
      assertThat(threads).isEmpty();
      assertThat(one.drained()).isDone();
    }

    @Test
    void a_look_finds_that_the_task_is_still_the_same_and_starts_another() {
      one.submit(
          Workers.task(
              () -> {
                millisecondsLater(2);
                looks.remove().run();
              }));
      one.submit(task("next"));

      runNextThread();

      assertThat(threads).hasSize(1);
    }

    @Test
    void a_look_that_finds_a_task_just_begun_plans_another_look() {
      one.submit(Workers.task(() -> millisecondsLater(1)));
      one.submit(Workers.task(() -> looks.remove().run()));
      one.submit(task("next"));

      runNextThread();

      assertThat(threads).isEmpty();
      assertThat(looks).hasSize(1);
    }

    private void longTasksEnded() {
      for (int i = 0; i < 10; i++) {
        one.submit(Workers.task(() -> millisecondsLater(2)));
      }
      runAllThreads();
    }

    @Test
    void a_single_long_task_is_forgotten_after_a_short_one() {
      one.submit(Workers.task(() -> millisecondsLater(2)));
      one.submit(task("short"));
      runAllThreads();

      assertThat(one.take()).isTrue();
      assertThat(one.take()).isFalse();
    }

    @Test
    void a_task_that_waits_for_another_one_of_the_crew_does_not_count() {
      List<Boolean> taken = new ArrayList<>();
      Workers other = workers(crew, 3);
      one.submit(
          Workers.task(
              () -> {
                taken.add(other.take());
                Crew.waits();
                taken.add(other.take());
              }));

      runNextThread();

      assertThat(taken).containsExactly(false, true);
    }

    @Test
    void what_was_ready_gets_a_thread_when_a_task_begins_to_wait() {
      Workers other = workers(crew, 3);
      one.submit(
          Workers.task(
              () -> {
                other.submit(task("other"));
                ran.add(threads.size() + " threads");
                Crew.waits();
                runNextThread();
                ran.add("one");
              }));

      runNextThread();

      assertThat(ran).containsExactly("0 threads", "other", "one");
    }

    @Test
    void a_task_of_a_server_with_long_ones_is_taken_past_the_short_ones_that_are_ready() {
      longTasksEnded();
      List<Boolean> taken = new ArrayList<>();
      Workers other = workers(crew, 30);
      other.submit(
          Workers.task(
              () -> {
                for (int i = 0; i < 10; i++) {
                  other.submit(task("t" + i));
                }
                taken.add(other.take());
                taken.add(one.take());
              }));

      runNextThread();

      assertThat(taken).containsExactly(false, true);
    }

    @Test
    void where_tasks_took_long_each_is_started_at_once() {
      longTasksEnded();
      looks.clear();

      one.submit(task("a"));
      runNextThread();
      assertThat(one.take()).isTrue();
      assertThat(one.take()).isTrue();

      assertThat(looks).isEmpty();
    }

    @Test
    void where_tasks_took_long_and_are_short_again_one_thread_is_enough_again() {
      longTasksEnded();
      for (int i = 0; i < 10; i++) {
        one.submit(task("t" + i));
      }
      runAllThreads();

      assertThat(one.take()).isTrue();
      assertThat(one.take()).isFalse();
    }

    @Test
    void a_task_that_takes_long_holds_up_no_short_one_of_another_server() {
      longTasksEnded();
      List<Boolean> taken = new ArrayList<>();
      Workers other = workers(crew, 3);
      one.submit(
          Workers.task(
              () -> {
                taken.add(other.take());
                taken.add(other.take());
              }));

      runNextThread();

      assertThat(taken).containsExactly(true, false);
    }
  }

  @Test
  void each_server_has_its_own_concurrency_and_waits_for_no_other_one() {
    Crew crew = crew(threads::add, 3);
    Workers a = workers(crew, 1);
    Workers b = workers(crew, 1);
    a.submit(
        Workers.task(
            () -> {
              a.submit(task("a2"));
              b.submit(task("b"));
              runNextThread(); // while a's first one runs
            }));

    runNextThread();

    assertThat(ran).containsExactly("b", "a2");
  }

  @Test
  void what_one_server_gives_back_is_not_another_one_s() {
    Crew crew = crew(threads::add, 3);
    Workers a = workers(crew, 1);
    Workers b = workers(crew, 1);
    a.submit(task("a1"));
    a.submit(task("a2"));
    b.submit(task("b"));

    assertThat(a.stop()).isEqualTo(2);
    runNextThread();

    assertThat(ran).containsExactly("a1 given back", "a2 given back", "b");
  }

  @Test
  void what_is_done_last_ends_the_wait_for_it() {
    CompletableFuture<Void> work = new CompletableFuture<>();
    workers.submit(task("a"));
    workers.await(work);
    CompletableFuture<Void> drained = workers.drained();

    runNextThread();
    assertThat(drained).isNotDone();
    work.complete(null);

    assertThat(drained).isDone();
  }

  @Test
  void a_failure_that_nothing_declares_harms_no_other_task() {
    workers.submit(Workers.task(() -> sneak(new Exception("on purpose"))));
    workers.submit(task("next"));

    runNextThread();

    assertThat(ran).containsExactly("next");
    assertThat(workers.drained()).isDone();
  }

  @SuppressWarnings("unchecked")
  private static <E extends Exception> void sneak(Exception failure) throws E {
    throw (E) failure;
  }

  /** Whatever the interleaving, each task runs or comes back, and nothing is left counted. */
  @RepeatedTest(20)
  void at_rest_nothing_is_counted() throws Exception {
    ExecutorService pool = Executors.newCachedThreadPool();
    Crew crew = crew(pool, 2);
    List<Workers> servers = List.of(workers(crew, 1), workers(crew, 3), workers(crew, 64));
    AtomicInteger done = new AtomicInteger();
    Thread[] submitters = new Thread[3];
    for (int i = 0; i < submitters.length; i++) {
      int first = i;
      submitters[i] =
          new Thread(
              () -> {
                for (int n = 0; n < 300; n++) {
                  Workers server = servers.get((first + n) % servers.size());
                  boolean waiting = n % 7 == 0;
                  Workers.Task task =
                      Workers.task(
                          () -> {
                            if (waiting) {
                              Crew.waits();
                            }
                            done.incrementAndGet();
                          });
                  if (n % 2 == 0 && server.take()) {
                    server.run(task);
                  } else {
                    server.submit(task);
                  }
                }
              });
      submitters[i].start();
    }
    submitters[0].join();
    servers.get(1).stop();
    for (Thread submitter : submitters) {
      submitter.join();
    }
    for (Workers server : servers) {
      server.drained().get(20, TimeUnit.SECONDS);
    }
    pool.shutdown();
    assertThat(pool.awaitTermination(20, TimeUnit.SECONDS)).isTrue();

    assertThat(done).hasValue(900);
    Workers fresh = workers(crew, 64);
    assertThat(List.of(fresh.take(), fresh.take(), fresh.take()))
        .containsExactly(true, true, false);
  }

  @Test
  void what_comes_after_the_stop_is_given_back() {
    workers.stop();

    workers.submit(task("late"));

    assertThat(workers.take()).isFalse();
    assertThat(ran).containsExactly("late given back");
    assertThat(threads).isEmpty();
  }

  @Test
  void the_tasks_of_one_server_are_interrupted_and_no_other_ones() {
    Crew crew = crew(threads::add, 3);
    Workers a = workers(crew, 1);
    Workers b = workers(crew, 1);
    a.submit(
        Workers.task(
            () -> {
              a.interrupt();
              ran.add("a: " + Thread.interrupted());
              b.interrupt();
              ran.add("a by b: " + Thread.interrupted());
              a.interrupt(); // and does not notice
            }));
    b.submit(Workers.task(() -> ran.add("b: " + Thread.interrupted())));

    runNextThread();

    assertThat(ran).containsExactly("a: true", "a by b: false", "b: false");
  }

  @Test
  void without_a_timer_there_are_as_many_workers_as_the_concurrency_allows() {
    timer.shutdownNow();
    Workers all = workers(crew(threads::add, 1), 3);
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
        workers(
            crew(
                task -> {
                  throw new RejectedExecutionException("closed");
                },
                3),
            3);

    refused.submit(task("a"));
    refused.submit(task("b"));

    assertThat(ran).containsExactly("a given back", "b given back");
    assertThat(refused.drained()).isDone();
  }

  @Test
  void a_task_whose_thread_cannot_be_made_is_given_back_and_holds_no_worker() {
    Workers without =
        workers(
            crew(
                task -> {
                  throw new InternalError("on purpose: no thread");
                },
                1),
            1);

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
  void what_has_not_started_is_given_back_and_the_started_thread_ends() {
    workers.submit(task("a"));
    workers.submit(task("b"));

    assertThat(workers.stop()).isEqualTo(2);

    assertThat(workers.drained()).isDone();
    runNextThread();
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
