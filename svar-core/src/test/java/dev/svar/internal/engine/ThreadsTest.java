package dev.svar.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which thread runs what. */
final class ThreadsTest {
  private final ExecutorService pool = Threads.workers("test-worker", false);

  @AfterEach
  void stop() {
    pool.shutdownNow();
  }

  /** A thread of the pool, busy until its latch is counted down. */
  private Thread busy(CountDownLatch until) throws Exception {
    CompletableFuture<Thread> started = new CompletableFuture<>();
    pool.execute(
        () -> {
          started.complete(Thread.currentThread());
          try {
            until.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    return started.get(20, TimeUnit.SECONDS);
  }

  /** Idle threads wait with a limit, after which they end; busy ones here without. */
  private static void end(CountDownLatch work, Thread thread) {
    work.countDown();
    await().until(() -> thread.getState() == Thread.State.TIMED_WAITING);
  }

  @Test
  void the_worker_that_was_idle_last_works_next() throws Exception {
    CountDownLatch one = new CountDownLatch(1);
    CountDownLatch another = new CountDownLatch(1);
    Thread first = busy(one);
    Thread second = busy(another);
    assertThat(first).isNotSameAs(second);

    end(one, first);
    end(another, second);

    assertThat(busy(new CountDownLatch(1))).isSameAs(second);
    assertThat(busy(new CountDownLatch(1))).isSameAs(first);
  }

  @Test
  void no_task_waits_for_another_one() throws Exception {
    CountDownLatch never = new CountDownLatch(1);

    assertThat(busy(never).getName()).isEqualTo("test-worker-1");
    assertThat(busy(never).getName()).isEqualTo("test-worker-2");
    assertThat(busy(never).isDaemon()).isTrue();
  }
}
