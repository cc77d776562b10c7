package dev.svar.bench.measure;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * One thread that keeps a number of asynchronous operations under way.
 *
 * @param underWay how many
 */
public record Pipelined(int underWay) implements Load {

  @Override
  public Work drive(Caller caller, Payload payload, Duration duration, Latencies latencies)
      throws Exception {
    Semaphore room = new Semaphore(underWay);
    AtomicReference<@Nullable Throwable> failed = new AtomicReference<>();
    Histogram times = latencies.shared();
    long begin = System.nanoTime();
    long end = begin + duration.toNanos();
    long count = 0;
    while (System.nanoTime() < end && failed.get() == null) {
      room.acquire();
      long start = System.nanoTime();
      caller
          .callAsync(payload)
          .whenComplete(
              (done, failure) -> {
                times.recordValue(System.nanoTime() - start);
                if (failure != null) {
                  failed.set(failure);
                }
                room.release();
              });
      count++;
    }
    room.acquire(underWay);
    long took = System.nanoTime() - begin;
    Throwable failure = failed.get();
    if (failure != null) {
      throw new IllegalStateException("an operation of " + caller.name() + " failed", failure);
    }
    return new Work(count, took);
  }

  @Override
  public boolean async() {
    return true;
  }

  @Override
  public int size() {
    return underWay;
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%,d under way", underWay);
  }
}
