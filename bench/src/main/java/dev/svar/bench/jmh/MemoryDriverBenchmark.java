package dev.svar.bench.jmh;

import dev.svar.driver.Address;
import dev.svar.driver.Driver;
import dev.svar.driver.DriverConfig;
import dev.svar.driver.Message;
import dev.svar.driver.Options;
import dev.svar.driver.PublishOptions;
import dev.svar.driver.memory.MemoryDriverProvider;
import dev.svar.testkit.RecordingEvents;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** A message of 1 KiB through the memory driver: published, delivered on its thread, accepted. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class MemoryDriverBenchmark {
  private static final Address.Topic TOPIC = new Address.Topic("bench", "topic", null);
  private static final Message MESSAGE = Message.of("x".repeat(1024));

  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final Semaphore handled = new Semaphore(0);
  private final Driver driver =
      new MemoryDriverProvider()
          .open(
              new DriverConfig("memory", List.of(), null, Options.NONE, "bench", timer),
              new RecordingEvents());

  @Setup
  public void subscribe() {
    driver
        .subscribe(
            Set.of(TOPIC),
            1,
            delivery -> {
              delivery.accept();
              handled.release();
            })
        .join();
  }

  @Benchmark
  public void publishAndHandle() throws InterruptedException {
    driver.publish(TOPIC, MESSAGE, PublishOptions.DEFAULT).join();
    handled.acquire();
  }

  @TearDown
  public void close() {
    driver.close().join();
    timer.shutdown();
  }
}
