package dev.svar.classic;

import dev.svar.driver.Address;
import dev.svar.driver.Delivery;
import dev.svar.driver.Driver;
import dev.svar.driver.DriverConfig;
import dev.svar.driver.DriverEvents;
import dev.svar.driver.DriverException;
import dev.svar.driver.Message;
import dev.svar.driver.Options;
import dev.svar.driver.PublishOptions;
import dev.svar.driver.memory.MemoryDriverProvider;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.json.JsonMapper;

/** Reads and writes messages on a bus in memory as they are. */
final class HandWrittenPeer implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();

  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final BlockingQueue<Message> arrived = new LinkedBlockingQueue<>();
  private final Driver driver;

  HandWrittenPeer(String bus) {
    driver =
        new MemoryDriverProvider()
            .open(
                new DriverConfig(
                    "memory",
                    List.of(new DriverConfig.Host(bus, null, null, null)),
                    null,
                    Options.NONE,
                    "peer",
                    timer),
                new Silent());
  }

  /** Takes what comes to {@code address} from here on. */
  void listen(Address address) throws Exception {
    driver.subscribe(Set.of(address), 10, this::arrived).get(30, TimeUnit.SECONDS);
  }

  private void arrived(Delivery delivery) {
    arrived.add(delivery.message());
    delivery.accept();
  }

  /** What came next. */
  Message next() throws InterruptedException {
    Message message = arrived.poll(30, TimeUnit.SECONDS);
    if (message == null) {
      throw new AssertionError("nothing came within 30 s");
    }
    return message;
  }

  void send(Address address, Map<String, ?> inner) throws Exception {
    sendBare(
        address,
        JSON.writeValueAsString(
            Map.of("oslo.version", "2.0", "oslo.message", JSON.writeValueAsString(inner))));
  }

  void sendBare(Address address, String body) throws Exception {
    driver.publish(address, Message.of(body), PublishOptions.DEFAULT).get(30, TimeUnit.SECONDS);
  }

  /** What is in the envelope, and nothing beside it. */
  @SuppressWarnings("unchecked") // JSON's keys are text
  static Map<String, Object> inner(Message message) {
    Map<String, Object> envelope = JSON.readValue(message.body(), Map.class);
    if (!envelope.keySet().equals(Set.of("oslo.version", "oslo.message"))) {
      throw new AssertionError("no envelope: " + envelope.keySet());
    }
    return JSON.readValue((String) envelope.get("oslo.message"), Map.class);
  }

  @Override
  public void close() {
    driver.close().join();
    timer.shutdownNow();
  }

  private static final class Silent implements DriverEvents {
    @Override
    public void connected(String broker, boolean again) {}

    @Override
    public void lost(String broker, Throwable cause) {}

    @Override
    public void blocked(String reason) {}

    @Override
    public void unblocked() {}

    @Override
    public void returned(Message message, String reason) {}

    @Override
    public void refused(Message message, DriverException cause) {}

    @Override
    public void repaired(String what) {}

    @Override
    public void degraded(String what) {}
  }
}
