package dev.svar.examples.cloud;

import dev.svar.driver.Address;
import dev.svar.driver.Driver;
import dev.svar.driver.DriverConfig;
import dev.svar.driver.DriverProvider;
import dev.svar.driver.Message;
import dev.svar.driver.Options;
import dev.svar.driver.PublishOptions;
import dev.svar.testkit.RecordingEvents;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Publishes bytes as they are: what a service sends, without anything of a notifier. */
final class Wire implements AutoCloseable {
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final Driver driver;

  /** A way to the bus of that name in memory. */
  Wire(String bus) {
    DriverProvider memory =
        ServiceLoader.load(DriverProvider.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(provider -> provider.schemes().contains("memory"))
            .findFirst()
            .orElseThrow();
    driver =
        memory.open(
            new DriverConfig(
                "memory",
                List.of(new DriverConfig.Host(bus, null, null, null)),
                null,
                Options.NONE,
                "wire",
                timer),
            new RecordingEvents());
  }

  /** Publishes {@code json} to {@code openstack/name}. */
  void publish(String name, String json) throws Exception {
    driver
        .publish(
            new Address.Events("openstack", name, null), Message.of(json), PublishOptions.DEFAULT)
        .get(30, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    driver.close().orTimeout(30, TimeUnit.SECONDS).join();
    timer.shutdownNow();
  }
}
