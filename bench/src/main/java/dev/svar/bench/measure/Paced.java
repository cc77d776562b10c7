package dev.svar.bench.measure;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Asynchronous operations that begin at a given rate, whether earlier ones have ended or not. Their
 * time counts from when they should have begun: one that waited because others were slow is not
 * left out (coordinated omission).
 *
 * @param perSecond how many begin in a second
 */
public record Paced(int perSecond) implements Load {
  /** Who is so far behind does not keep up; its times grow without bound. */
  private static final int MOST_UNDER_WAY = 100_000;

  @Override
  public Work drive(Caller caller, Payload payload, Duration duration, Latencies latencies)
      throws Exception {
    Semaphore room = new Semaphore(MOST_UNDER_WAY);
    AtomicReference<@Nullable Throwable> failed = new AtomicReference<>();
    Histogram times = latencies.shared();
    double interval = 1e9 / perSecond;
    long begin = System.nanoTime();
    long count = Math.max(1, Math.round(duration.toNanos() / interval));
    for (long i = 0; i < count; i++) {
      long due = begin + Math.round(i * interval);
      for (long left; (left = due - System.nanoTime()) > 0; ) {
        LockSupport.parkNanos(left);
      }
      room.acquire();
      caller
          .callAsync(payload)
          .whenComplete(
              (done, failure) -> {
                times.recordValue(System.nanoTime() - due);
                if (failure != null) {
                  failed.set(failure);
                }
                room.release();
              });
    }
    room.acquire(MOST_UNDER_WAY);
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
    return perSecond;
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%,d begun each second", perSecond);
  }
}
