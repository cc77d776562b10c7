package dev.svar.driver.memory;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CourierTest {
  private final Courier courier = new Courier("svar-memory-courier-test");

  private void execute(Runnable task) {
    courier.add(task);
    courier.wake();
  }

  @AfterEach
  void end() {
    execute(courier.end(() -> {}));
  }

  /** Has the courier's own thread run {@code task}: it is the last of more than others run. */
  private void executeThere(Runnable task) {
    execute(
        () -> {
          for (int i = 0; i < 16; i++) {
            courier.add(() -> {});
          }
          courier.add(task);
        });
  }

  @Test
  void tasks_run_in_order_on_the_thread_that_brings_them() {
    List<Integer> order = new ArrayList<>();

    for (int i = 0; i < 1000; i++) {
      int number = i;
      execute(
          () -> {
            execute(() -> order.add(number)); // later, not within this one
            order.add(-number);
          });
    }

    assertThat(order.subList(0, 6)).containsExactly(0, 0, -1, 1, -2, 2);
    assertThat(order).hasSize(2000);
  }

  @Test
  void the_own_thread_goes_on_where_another_would_be_kept_for_too_long() throws Exception {
    CompletableFuture<Thread> last = new CompletableFuture<>();

    executeThere(() -> last.complete(Thread.currentThread()));

    assertThat(last.get(30, SECONDS).getName()).isEqualTo("svar-memory-courier-test");
  }

  @Test
  void no_task_is_forgotten_when_several_threads_bring_some() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(3);
    List<Future<?>> done = new ArrayList<>();
    for (int thread = 0; thread < 3; thread++) {
      done.add(
          threads.submit(
              () -> {
                for (int round = 0; round < 20_000; round++) {
                  CountDownLatch ran = new CountDownLatch(1);
                  execute(ran::countDown);
                  assertThat(ran.await(30, SECONDS)).isTrue();
                }
                return null;
              }));
    }
    threads.shutdown();
    for (Future<?> one : done) {
      one.get();
    }
  }

  @Test
  void a_task_that_throws_does_not_stop_the_next() throws Exception {
    CompletableFuture<Void> next = new CompletableFuture<>();

    execute(
        () -> {
          throw new AssertionError("a task of a test fails on purpose");
        });
    execute(() -> next.complete(null));

    next.get(30, SECONDS);
  }

  @Test
  void an_interrupt_does_not_keep_it_awake() throws Exception {
    CompletableFuture<Thread> thread = new CompletableFuture<>();
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    executeThere(
        () -> {
          Thread.currentThread().interrupt();
          thread.complete(Thread.currentThread());
        });
    awaitSleep(thread.get(30, SECONDS));

    executeThere(() -> interrupted.complete(Thread.currentThread().isInterrupted()));

    assertThat(interrupted.get(30, SECONDS)).isFalse();
  }

  @Test
  void what_is_added_after_the_end_does_not_run() throws Exception {
    AtomicInteger ran = new AtomicInteger();
    CompletableFuture<Thread> ended = new CompletableFuture<>();

    executeThere(courier.end(() -> ended.complete(Thread.currentThread())));
    Thread thread = ended.get(30, SECONDS);
    execute(ran::incrementAndGet);

    thread.join(30_000);
    assertThat(thread.isAlive()).isFalse();
    assertThat(ran).hasValue(0);
  }

  private static void awaitSleep(Thread thread) {
    long deadline = System.nanoTime() + SECONDS.toNanos(30);
    while (thread.getState() != Thread.State.WAITING) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      Thread.onSpinWait();
    }
  }
}
