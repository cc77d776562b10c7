package dev.svar.driver.memory;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
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

  @Test
  void tasks_run_in_order_on_one_thread() throws Exception {
    List<Integer> order = new ArrayList<>();
    CompletableFuture<Thread> first = new CompletableFuture<>();
    CompletableFuture<Thread> last = new CompletableFuture<>();

    execute(() -> first.complete(Thread.currentThread()));
    for (int i = 0; i < 1000; i++) {
      int number = i;
      execute(() -> order.add(number));
    }
    execute(() -> last.complete(Thread.currentThread()));

    assertThat(last.get(30, SECONDS)).isSameAs(first.get(30, SECONDS));
    assertThat(order).hasSize(1000).isSorted();
  }

  @Test
  void no_task_is_forgotten_when_threads_add_while_it_falls_asleep() throws Exception {
    for (int round = 0; round < 20_000; round++) {
      CountDownLatch ran = new CountDownLatch(1);
      execute(ran::countDown);
      assertThat(ran.await(30, SECONDS)).isTrue();
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
    execute(
        () -> {
          Thread.currentThread().interrupt();
          thread.complete(Thread.currentThread());
        });
    awaitSleep(thread.get(30, SECONDS));

    execute(() -> interrupted.complete(Thread.currentThread().isInterrupted()));

    assertThat(interrupted.get(30, SECONDS)).isFalse();
  }

  @Test
  void what_is_added_after_the_end_does_not_run() throws Exception {
    AtomicInteger ran = new AtomicInteger();
    CompletableFuture<Thread> ended = new CompletableFuture<>();

    execute(courier.end(() -> ended.complete(Thread.currentThread())));
    execute(ran::incrementAndGet);

    Thread thread = ended.get(30, SECONDS);
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
