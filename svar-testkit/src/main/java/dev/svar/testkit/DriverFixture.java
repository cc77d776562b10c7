package dev.svar.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.svar.driver.Address;
import dev.svar.driver.Capability;
import dev.svar.driver.Delivery;
import dev.svar.driver.Driver;
import dev.svar.driver.DriverEvents;
import dev.svar.driver.DriverException;
import dev.svar.driver.Message;
import dev.svar.driver.PublishOptions;
import dev.svar.driver.Subscription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/**
 * What the parts of {@link DriverContract} stand on: drivers that are closed after each test, and
 * names that no other test has.
 */
abstract class DriverFixture {

  /** How long to wait for what must happen: long, because waiting for it ends when it does. */
  static final Duration SOON = Duration.ofSeconds(30);

  private final String run = UUID.randomUUID().toString().substring(0, 8);
  private final List<Driver> drivers = new ArrayList<>();
  private final Set<Address> used = ConcurrentHashMap.newKeySet();
  private final Queue<CompletableFuture<Void>> posted = new ConcurrentLinkedQueue<>();

  /** What the drivers of this test told. */
  final RecordingEvents events = new RecordingEvents();

  /** An exchange that only this test uses. */
  final String exchange = "svar_" + run;

  /** A topic that only this test uses. */
  final String topic = "compute_" + run;

  /** Any server of {@link #topic}. */
  final Address.Topic anyServer = topic(topic);

  /** Every server of {@link #topic}. */
  final Address.Fanout everyServer = new Address.Fanout(exchange, topic);

  /** What most tests use: an address that several share. */
  final Address queue() {
    return queue(topic);
  }

  /** Events without a pool. */
  final Address.Events events(String priority) {
    return new Address.Events(exchange, "events_" + run + "." + priority, null);
  }

  /**
   * Opens one more driver on the broker. All drivers of one test must reach each other; the suite
   * closes them. It uses exchanges and topics with random names, so that tests may run side by
   * side.
   */
  protected abstract Driver open(DriverEvents events);

  /**
   * An address whose messages several subscriptions share, each getting some: by default any server
   * of a topic. A driver without topics says what it has instead.
   *
   * @param name what the topic would be called
   */
  protected Address queue(String name) {
    return topic(name);
  }

  /**
   * Where {@link Driver#deadLetter} sends what arrived at {@code address}; null if there is no
   * address for that. By default the topic, or the events, with {@code .dead} after the name.
   */
  protected @Nullable Address deadLettersOf(Address address) {
    if (address instanceof Address.Topic topic) {
      return new Address.Topic(topic.exchange(), topic.topic() + ".dead", null);
    }
    if (address instanceof Address.Events events) {
      return new Address.Events(events.exchange(), events.name() + ".dead", null);
    }
    return null;
  }

  /**
   * Removes what a test left at the broker, after its drivers were closed. Does nothing by default.
   *
   * @param addresses all that the test subscribed to or published to
   */
  protected void cleanUp(Set<Address> addresses) throws Exception {}

  @AfterEach
  void closeDrivers() throws Exception {
    CompletableFuture<Void> published = all(posted);
    await(published.handle((done, failure) -> null));
    await(all(drivers.stream().map(Driver::close).toList()));
    cleanUp(Set.copyOf(used));
    await(published);
  }

  /** Opens a driver that can do what the test needs, or skips the test. */
  final Driver driver(Capability... needs) {
    Driver driver = open(events);
    drivers.add(driver);
    for (Capability capability : needs) {
      assumeTrue(driver.capabilities().contains(capability), driver + " is without " + capability);
    }
    return driver;
  }

  final Address.Topic topic(String name) {
    return new Address.Topic(exchange, name, null);
  }

  final Address.Server server(String name) {
    return new Address.Server(exchange, topic, name);
  }

  /** Subscribes, and keeps what arrives unsettled. */
  final Arrivals listen(Driver driver, int window, Address... addresses) throws Exception {
    Arrivals arrivals = new Arrivals(SOON);
    subscribe(driver, window, arrivals, addresses);
    return arrivals;
  }

  final Subscription subscribe(
      Driver driver, int window, Consumer<Delivery> handler, Address... addresses)
      throws Exception {
    used.addAll(Set.of(addresses));
    return await(driver.subscribe(Set.of(addresses), window, handler));
  }

  /** Makes the queues of {@code addresses}, and leaves them without a consumer. */
  final void declare(Driver driver, Address... addresses) throws Exception {
    await(subscribe(driver, 1, new Arrivals(SOON), addresses).close());
  }

  final CompletableFuture<Void> publish(
      Driver driver, Address address, Message message, PublishOptions options) {
    used.add(address);
    return driver.publish(address, message, options);
  }

  final CompletableFuture<Void> publish(Driver driver, Address address, String body) {
    return publish(driver, address, message(body), PublishOptions.DEFAULT);
  }

  /** Publishes without waiting; the test fails at its end if the publication did. */
  final void post(Driver driver, Address address, Message message, PublishOptions options) {
    posted.add(publish(driver, address, message, options));
  }

  /** Publishes, and waits until that is confirmed. */
  final void send(Driver driver, Address address, String body) throws Exception {
    await(publish(driver, address, body));
  }

  /** Publishes {@code prefix-0} and so on in order, and waits until all are confirmed. */
  final List<String> send(Driver driver, Address address, String prefix, int count)
      throws Exception {
    List<String> bodies = new ArrayList<>();
    List<CompletableFuture<Void>> sent = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      bodies.add(prefix + "-" + i);
      sent.add(publish(driver, address, prefix + "-" + i));
    }
    for (CompletableFuture<Void> future : sent) {
      await(future);
    }
    return bodies;
  }

  static Message message(String body) {
    return new Message(body.getBytes(UTF_8), "text/plain", "utf-8", Map.of());
  }

  static <T> T await(CompletableFuture<T> future) throws Exception {
    return future.get(SOON.toNanos(), NANOSECONDS);
  }

  /** Waits for a failure. */
  static DriverException failure(CompletableFuture<?> future) throws Exception {
    try {
      await(future);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof DriverException cause) {
        return cause;
      }
      throw new AssertionError("Expected a DriverException", e);
    }
    throw new AssertionError("Expected a DriverException, but it ended well");
  }

  private static CompletableFuture<Void> all(Collection<CompletableFuture<Void>> futures) {
    return CompletableFuture.allOf(futures.toArray(CompletableFuture[]::new));
  }

  /** Runs {@code action} on a thread of its own. */
  static <T> CompletableFuture<T> inThread(Callable<T> action) {
    CompletableFuture<T> result = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                result.complete(action.call());
              } catch (Throwable t) {
                result.completeExceptionally(t);
              }
            },
            "svar-contract");
    thread.setDaemon(true);
    thread.start();
    return result;
  }

  /** Lets time pass where time is what a test is about. */
  static void pass(Duration time) {
    new CompletableFuture<Void>().completeOnTimeout(null, time.toNanos(), NANOSECONDS).join();
  }
}
