package dev.svar.testkit;

import static java.util.concurrent.TimeUnit.SECONDS;

import dev.svar.driver.Address;
import dev.svar.driver.Driver;
import dev.svar.driver.DriverConfig;
import dev.svar.driver.DriverEvents;
import dev.svar.driver.DriverException;
import dev.svar.driver.Inspection;
import dev.svar.driver.Message;
import dev.svar.driver.Options;
import dev.svar.driver.PublishOptions;
import dev.svar.driver.PublishOptions.Confirm;
import dev.svar.driver.memory.MemoryDriverProvider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;

/** Memory drivers by the clock of the test, all closed after it. */
abstract class MemoryBusFixture {
  static final Duration SOON = Duration.ofSeconds(30);
  static final Address.Topic COMPUTE = new Address.Topic("nova", "compute", null);
  static final Address.Fanout EVERY_COMPUTE = new Address.Fanout("nova", "compute");
  static final Address.Events INFO = new Address.Events("nova", "notifications.info", null);

  final TestClock clock = TestClock.create();
  final RecordingEvents events = new RecordingEvents();
  final String bus = UUID.randomUUID().toString();
  private final List<Driver> drivers = new ArrayList<>();

  Driver open() {
    return open(Map.of());
  }

  Driver open(Map<String, ?> options) {
    return open(bus, null, new Options(options), clock.timer(), events);
  }

  Driver open(
      String host,
      String virtualHost,
      Options options,
      ScheduledExecutorService timer,
      DriverEvents events) {
    DriverConfig config =
        new DriverConfig(
            "memory",
            host == null ? List.of() : List.of(new DriverConfig.Host(host, null, null, null)),
            virtualHost,
            options,
            "test-" + drivers.size(),
            timer);
    Driver driver = new MemoryDriverProvider().open(config, events);
    drivers.add(driver);
    return driver;
  }

  /** Opens a driver that the test closes itself, on any thread. */
  Driver openUnlisted() {
    DriverConfig.Host host = new DriverConfig.Host(bus, null, null, null);
    return new MemoryDriverProvider()
        .open(
            new DriverConfig(
                "memory", List.of(host), null, Options.NONE, "unlisted", clock.timer()),
            events);
  }

  @AfterEach
  void closeDrivers() throws Exception {
    for (Driver driver : drivers) {
      await(driver.close());
    }
  }

  static <T> T await(CompletableFuture<T> future) throws Exception {
    return future.get(30, SECONDS);
  }

  static DriverException failure(CompletableFuture<?> future) throws Exception {
    try {
      await(future);
    } catch (ExecutionException e) {
      return (DriverException) e.getCause();
    }
    throw new AssertionError("It ended well");
  }

  static CompletableFuture<Void> publish(Driver driver, Address address, String body) {
    return driver.publish(address, Message.of(body), PublishOptions.DEFAULT);
  }

  static void send(Driver driver, Address address, String... bodies) throws Exception {
    for (String body : bodies) {
      await(publish(driver, address, body));
    }
  }

  static void send(Driver driver, Address address, String body, Duration expiration)
      throws Exception {
    await(
        driver.publish(
            address, Message.of(body), new PublishOptions(false, expiration, Confirm.PROMPT)));
  }

  static Arrivals listen(Driver driver, int window, Address... addresses) throws Exception {
    Arrivals arrivals = new Arrivals(Duration.ofSeconds(30));
    await(driver.subscribe(Set.of(addresses), window, arrivals));
    return arrivals;
  }

  static void declare(Driver driver, Address... addresses) throws Exception {
    await(await(driver.subscribe(Set.of(addresses), 1, delivery -> {})).close());
  }

  static long backlog(Driver driver, Address address) throws Exception {
    Inspection inspection = await(driver.inspect(address));
    return inspection.backlog();
  }
}
