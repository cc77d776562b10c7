package dev.svar.rabbitmq;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;

import dev.svar.driver.Address;
import dev.svar.driver.Delivery;
import dev.svar.driver.Driver;
import dev.svar.driver.DriverException;
import dev.svar.driver.Message;
import dev.svar.driver.PublishOptions;
import dev.svar.driver.Subscription;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeoutException;

/** A driver, what it told, and what arrived, for a test that is read from top to bottom. */
final class Station implements AutoCloseable {
  static final Address.Topic DEMO = new Address.Topic("openstack", "demo", null);
  static final Address.Server HOST1 = new Address.Server("openstack", "demo", "host1");
  static final Address.Fanout EVERY = new Address.Fanout("openstack", "demo");
  static final Address.Events INFO = new Address.Events("openstack", "notifications.info", null);

  final Events events = new Events();
  final BlockingQueue<Delivery> arrived = new LinkedBlockingQueue<>();
  final Driver driver;

  Station(String vhost, Map<String, String> options, int... ports) {
    driver = Drivers.open(vhost, options, events, ports);
  }

  /** Settles nothing by itself. */
  Subscription listen(int window, Address... addresses) throws Exception {
    return get(driver.subscribe(Set.of(addresses), window, arrived::add));
  }

  CompletableFuture<Void> publish(Address address, String body) {
    return driver.publish(address, message(body), PublishOptions.DEFAULT);
  }

  void send(Address address, String body) throws Exception {
    get(publish(address, body));
  }

  Delivery next() throws Exception {
    Delivery next = arrived.poll(30, SECONDS);
    if (next == null) {
      throw new AssertionError("Nothing arrived. Told:\n" + events);
    }
    return next;
  }

  /** The next one, accepted. */
  String text() throws Exception {
    Delivery next = next();
    next.accept();
    return text(next);
  }

  static String text(Delivery delivery) {
    return new String(delivery.message().body(), UTF_8);
  }

  static Message message(String body) {
    return new Message(body.getBytes(UTF_8), "application/json", "utf-8", Map.of());
  }

  static <T> T get(CompletableFuture<T> future) throws Exception {
    return future.get(30, SECONDS);
  }

  static DriverException failure(CompletableFuture<?> future) throws Exception {
    try {
      future.get(30, SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof DriverException failure) {
        return failure;
      }
      throw e;
    } catch (TimeoutException e) {
      throw new AssertionError("It does not end", e);
    }
    throw new AssertionError("It ended well");
  }

  @Override
  public void close() {
    driver.close().orTimeout(30, SECONDS).join();
  }
}
