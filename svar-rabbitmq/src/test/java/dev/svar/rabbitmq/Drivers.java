package dev.svar.rabbitmq;

import dev.svar.driver.Driver;
import dev.svar.driver.DriverConfig;
import dev.svar.driver.DriverEvents;
import dev.svar.driver.Option;
import dev.svar.driver.Options;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;

/** Opens drivers for tests. */
final class Drivers {
  private static final AtomicInteger COUNT = new AtomicInteger();
  private static final ScheduledExecutorService TIMER =
      Executors.newScheduledThreadPool(
          1,
          body -> {
            Thread thread = new Thread(body, "test-timer");
            thread.setDaemon(true);
            return thread;
          });

  private Drivers() {}

  /** A driver for brokers on this host. */
  static Driver open(String vhost, Map<String, String> options, DriverEvents events, int... ports) {
    List<DriverConfig.Host> hosts = new ArrayList<>();
    for (int port : ports) {
      hosts.add(new DriverConfig.Host("127.0.0.1", port, null, null));
    }
    return open(hosts, vhost, options, events);
  }

  static Driver open(
      List<DriverConfig.Host> hosts,
      String vhost,
      Map<String, String> options,
      DriverEvents events) {
    return new RabbitDriverProvider()
        .open(
            new DriverConfig(
                "rabbit", hosts, vhost, options(options), "t" + COUNT.incrementAndGet(), TIMER),
            events);
  }

  static Options options(Map<String, String> texts) {
    Map<String, Object> values = new HashMap<>();
    texts.forEach(
        (name, text) -> {
          Option<?> option =
              RabbitOptions.ALL.stream()
                  .filter(known -> known.name().equals(name))
                  .findFirst()
                  .orElseThrow(() -> new IllegalArgumentException("no option " + name));
          values.put(name, option.read(text));
        });
    return new Options(values);
  }
}
