package dev.svar.bench.measure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Threads, each of which begins an operation when its last one has ended.
 *
 * @param callers how many
 */
public record Blocking(int callers) implements Load {
  /** Kept between rounds, so that none is charged with new threads. */
  private static final ExecutorService THREADS =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "bench-caller");
            thread.setDaemon(true);
            return thread;
          });

  @Override
  public Work drive(Caller caller, Payload payload, Duration duration, Latencies latencies)
      throws Exception {
    CountDownLatch start = new CountDownLatch(1);
    List<Future<Long>> counts = new ArrayList<>();
    for (int i = 0; i < callers; i++) {
      Histogram times = latencies.of(i);
      counts.add(
          THREADS.submit(
              () -> {
                start.await();
                return call(caller, payload, System.nanoTime() + duration.toNanos(), times);
              }));
    }
    long begin = System.nanoTime();
    start.countDown();
    long operations = 0;
    @Nullable ExecutionException failure = null;
    for (Future<Long> count : counts) {
      try {
        operations += count.get();
      } catch (ExecutionException e) {
        failure = failure == null ? e : failure; // after all have ended, so that none disturbs
      }
    }
    if (failure != null) {
      throw failure;
    }
    return new Work(operations, System.nanoTime() - begin);
  }

  private static long call(Caller caller, Payload payload, long end, Histogram times)
      throws Exception {
    long count = 0;
    for (long now = System.nanoTime(); now < end; count++) {
      caller.call(payload);
      long then = System.nanoTime();
      times.recordValue(then - now);
      now = then;
    }
    return count;
  }

  @Override
  public boolean async() {
    return false;
  }

  @Override
  public int size() {
    return callers;
  }

  @Override
  public String toString() {
    return callers == 1 ? "1 caller" : String.format(Locale.ROOT, "%,d callers", callers);
  }
}
