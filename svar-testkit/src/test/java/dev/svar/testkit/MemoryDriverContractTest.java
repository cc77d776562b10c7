package dev.svar.testkit;

import dev.svar.driver.Driver;
import dev.svar.driver.DriverConfig;
import dev.svar.driver.DriverEvents;
import dev.svar.driver.Options;
import dev.svar.driver.memory.MemoryDriverProvider;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

final class MemoryDriverContractTest extends DriverContract {
  private static final AtomicInteger opened = new AtomicInteger();
  private static ScheduledExecutorService timer;

  private final DriverConfig.Host bus =
      new DriverConfig.Host(UUID.randomUUID().toString(), null, null, null);

  @Override
  protected Driver open(DriverEvents events) {
    String name = "contract-" + opened.incrementAndGet();
    DriverConfig config = new DriverConfig("memory", List.of(bus), null, Options.NONE, name, timer);
    return new MemoryDriverProvider().open(config, events);
  }

  @BeforeAll
  static void startTimer() {
    timer = Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "contract-timer"));
  }

  @AfterAll
  static void stopTimer() {
    timer.shutdownNow();
  }
}
