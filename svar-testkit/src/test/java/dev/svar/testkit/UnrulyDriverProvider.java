package dev.svar.testkit;

import dev.svar.driver.Address;
import dev.svar.driver.Capability;
import dev.svar.driver.Delivery;
import dev.svar.driver.Dialect;
import dev.svar.driver.Driver;
import dev.svar.driver.DriverConfig;
import dev.svar.driver.DriverEvents;
import dev.svar.driver.DriverProvider;
import dev.svar.driver.Inspection;
import dev.svar.driver.Message;
import dev.svar.driver.Option;
import dev.svar.driver.PublishOptions;
import dev.svar.driver.Subscription;
import dev.svar.driver.memory.MemoryDriverProvider;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Serves {@code unruly://name}: another way onto the bus of {@code memory://name}, on which a rule
 * of the test decides what becomes of each publication.
 */
public final class UnrulyDriverProvider implements DriverProvider {
  private static final Map<String, Rule> RULES = new ConcurrentHashMap<>();

  /** What becomes of a publication. Called on any thread. */
  interface Rule {
    CompletableFuture<Void> publish(
        Driver memory, Address address, Message message, PublishOptions options);

    /** What becomes of a dead letter. */
    default CompletableFuture<Void> deadLetter(
        Driver memory, Delivery delivery, Map<String, Object> headers) {
      return memory.deadLetter(delivery, headers);
    }
  }

  private final DriverProvider memory = new MemoryDriverProvider();

  /** From here on {@code rule} is that of the bus. */
  static void rule(String bus, Rule rule) {
    RULES.put(bus, rule);
  }

  @Override
  public Set<String> schemes() {
    return Set.of("unruly");
  }

  @Override
  public String optionGroup() {
    return "svar_unruly";
  }

  @Override
  public List<Option<?>> options() {
    return memory.options();
  }

  @Override
  public Driver open(DriverConfig config, DriverEvents events) {
    return new Unruly(memory.open(config, events), RULES.get(config.hosts().get(0).name()));
  }

  private record Unruly(Driver memory, Rule rule) implements Driver {

    @Override
    public CompletableFuture<Void> publish(
        Address address, Message message, PublishOptions options) {
      return rule.publish(memory, address, message, options);
    }

    @Override
    public Set<Capability> capabilities() {
      return memory.capabilities();
    }

    @Override
    public Dialect dialect() {
      return memory.dialect();
    }

    @Override
    public Duration missingInboxPatience() {
      return memory.missingInboxPatience();
    }

    @Override
    public CompletableFuture<Void> connect() {
      return memory.connect();
    }

    @Override
    public Address.Inbox newInbox() {
      return memory.newInbox();
    }

    @Override
    public CompletableFuture<Subscription> subscribe(
        Set<Address> addresses, int window, Consumer<Delivery> handler) {
      return memory.subscribe(addresses, window, handler);
    }

    @Override
    public CompletableFuture<Inspection> inspect(Address address) {
      return memory.inspect(address);
    }

    @Override
    public CompletableFuture<Void> retryLater(
        Delivery delivery, Duration delay, Map<String, Object> headers) {
      return memory.retryLater(delivery, delay, headers);
    }

    @Override
    public CompletableFuture<Void> deadLetter(Delivery delivery, Map<String, Object> headers) {
      return rule.deadLetter(memory, delivery, headers);
    }

    @Override
    public CompletableFuture<Void> close() {
      return memory.close();
    }
  }
}
