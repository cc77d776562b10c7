package dev.svar.kafka;

import dev.svar.driver.Driver;
import dev.svar.driver.DriverConfig;
import dev.svar.driver.DriverEvents;
import dev.svar.driver.Option;
import dev.svar.driver.Options;
import dev.svar.testkit.kafka.KafkaBroker;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Opens drivers for tests. */
final class Drivers {
  private static final AtomicInteger OPENED = new AtomicInteger();

  /** Shared by all: nothing that blocks runs on it. */
  private static final ScheduledExecutorService TIMER = timer();

  private Drivers() {}

  private static ScheduledExecutorService timer() {
    return new ScheduledThreadPoolExecutor(
        1,
        task -> {
          Thread thread = new Thread(task, "svar-test-timer");
          thread.setDaemon(true);
          return thread;
        });
  }

  static Driver open(KafkaBroker broker, DriverEvents events, Map<String, ?> options) {
    return new KafkaDriverProvider().open(config(List.of(host(broker)), null, options), events);
  }

  static DriverConfig.Host host(KafkaBroker broker) {
    return new DriverConfig.Host("127.0.0.1", broker.port(), null, null);
  }

  static DriverConfig config(
      List<DriverConfig.Host> hosts, @Nullable String virtualHost, Map<String, ?> options) {
    return new DriverConfig(
        "kafka", hosts, virtualHost, options(options), "test-" + OPENED.incrementAndGet(), TIMER);
  }

  private static Options options(Map<String, ?> values) {
    Map<String, Object> converted = new HashMap<>();
    values.forEach((name, value) -> converted.put(name, option(name).convert(value)));
    return new Options(converted);
  }

  private static Option<?> option(String name) {
    return KafkaOptions.ALL.stream()
        .filter(option -> option.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no option " + name));
  }
}
