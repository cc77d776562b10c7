package dev.svar.driver.memory;

import static java.util.Objects.requireNonNull;

import dev.svar.driver.Address;
import dev.svar.driver.Capability;
import dev.svar.driver.Delivery;
import dev.svar.driver.Dialect;
import dev.svar.driver.Driver;
import dev.svar.driver.DriverConfig;
import dev.svar.driver.DriverEvents;
import dev.svar.driver.Inspection;
import dev.svar.driver.Message;
import dev.svar.driver.PublishOptions;
import dev.svar.driver.Subscription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A transport's end of a bus in this process. Queues, turns, acknowledgements and returned messages
 * are those of a broker; what a broker keeps when processes end is kept until the last driver of
 * the bus closes.
 *
 * <p>Publications end before {@link #publish} returns, unless the message comes back: that is told
 * first. Handlers and events run on the thread that publishes or settles, or on one of this driver
 * (see {@link Courier}). A handler that throws gets its delivery once more, and loses it the second
 * time.
 *
 * <p>Thread-safe: the fields that change are guarded by the bus's {@link Gate}.
 */
final class MemoryDriver implements Driver {
  private static final Set<Capability> CAPABILITIES = Set.of(Capability.values());

  private final Bus bus;
  private final Bounds bounds;
  private final DriverEvents events;
  private final Member member;
  private final CompletableFuture<Void> closed = new CompletableFuture<>();

  private final List<MemorySubscription> subscriptions = new ArrayList<>();
  private boolean connected;
  private boolean closing;

  MemoryDriver(Bus bus, DriverConfig config, DriverEvents events) {
    this.bus = bus;
    this.bounds = Bounds.of(config.options());
    this.events = requireNonNull(events, "events");
    this.member = new Member(bus, new Courier("svar-memory-" + config.name()), config.timer());
    bus.gate.lock();
    try {
      bus.lend(config.timer());
    } finally {
      bus.gate.unlock();
    }
  }

  @Override
  public Set<Capability> capabilities() {
    return CAPABILITIES;
  }

  @Override
  public Dialect dialect() {
    return Dialect.OSLO;
  }

  /** Zero: an inbox ends with its subscription, and nothing else ends it. */
  @Override
  public Duration missingInboxPatience() {
    return Duration.ZERO;
  }

  @Override
  public CompletableFuture<Void> connect() {
    return onBus(
        () -> {
          CompletableFuture<Void> told = new CompletableFuture<>();
          bus.gate.hand(member.courier(), () -> told.complete(null));
          return told;
        });
  }

  @Override
  public Address.Inbox newInbox() {
    return new Address.Inbox("reply_" + UUID.randomUUID().toString().replace("-", ""));
  }

  @Override
  public CompletableFuture<Void> publish(Address address, Message message, PublishOptions options) {
    requireNonNull(address, "address");
    requireNonNull(message, "message");
    requireNonNull(options, "options");
    return onBus(() -> put(address, message, options));
  }

  private CompletableFuture<Void> put(Address address, Message message, PublishOptions options) {
    List<MemoryQueue> queues = bus.routes.of(address);
    if (queues.isEmpty() && options.mandatory()) {
      return giveBack(address, message);
    }
    for (MemoryQueue queue : queues) {
      if (!queue.hasRoomFor(message, bounds)) {
        return Failures.full(address, bus, bounds);
      }
    }
    for (MemoryQueue queue : queues) {
      queue.put(new Stored(message, options.expiration()), member.timer());
    }
    return CompletableFuture.completedFuture(null);
  }

  private CompletableFuture<Void> giveBack(Address address, Message message) {
    CompletableFuture<Void> told = new CompletableFuture<>();
    bus.gate.hand(
        member.courier(),
        () -> {
          try {
            events.returned(message, "no queue for " + address + " on " + bus);
          } finally {
            told.complete(null);
          }
        });
    return told;
  }

  @Override
  public CompletableFuture<Subscription> subscribe(
      Set<Address> addresses, int window, Consumer<Delivery> handler) {
    Set<Address> wanted = Set.copyOf(addresses);
    requireNonNull(handler, "handler");
    if (wanted.isEmpty()) {
      throw new IllegalArgumentException("addresses: none (expected: one or more)");
    }
    if (window < 1) {
      throw new IllegalArgumentException("window: " + window + " (expected: 1 or more)");
    }
    return onBus(
        () -> {
          MemorySubscription subscription = new MemorySubscription(member, window, handler);
          subscriptions.removeIf(MemorySubscription::hasEnded);
          subscriptions.add(subscription);
          subscription.start(wanted);
          return CompletableFuture.completedFuture(subscription);
        });
  }

  @Override
  public CompletableFuture<Inspection> inspect(Address address) {
    requireNonNull(address, "address");
    return onBus(
        () -> {
          List<MemoryQueue> queues = bus.routes.readBy(address);
          return CompletableFuture.completedFuture(
              new Inspection(
                  !queues.isEmpty(),
                  queues.stream().mapToLong(MemoryQueue::consumers).sum(),
                  queues.stream().mapToLong(MemoryQueue::backlog).sum()));
        });
  }

  /** {@inheritDoc} It arrives at the queue it came from, at no other pool, and expires no more. */
  @Override
  public CompletableFuture<Void> retryLater(
      Delivery delivery, Duration delay, Map<String, Object> headers) {
    MemoryDelivery settled = own(delivery);
    requireNonNull(delay, "delay");
    Message again = DeadLetters.letter(delivery.message(), headers);
    return onBus(
        () -> {
          if (bus.retries.size() >= bounds.length()) {
            return Failures.tooManyRetries(delivery, bus, bounds);
          }
          if (!settled.take()) {
            return Failures.settledBefore(delivery);
          }
          MemoryQueue queue = settled.tap().queue();
          bus.retries.add(queue, again, delay, member.timer());
          settled.tap().subscription().release(settled);
          return CompletableFuture.completedFuture(null);
        });
  }

  /** {@inheritDoc} That is the address with {@code .dead} after its topic or name. */
  @Override
  public CompletableFuture<Void> deadLetter(Delivery delivery, Map<String, Object> headers) {
    MemoryDelivery settled = own(delivery);
    Message letter = DeadLetters.letter(delivery.message(), headers);
    Address address = DeadLetters.of(delivery.address());
    if (address == null) {
      return Failures.noDeadLetters(delivery.address());
    }
    return onBus(
        () -> {
          MemoryQueue queue = bus.routes.forConsumer(address);
          if (!queue.hasRoomFor(letter, bounds)) {
            return Failures.full(address, bus, bounds);
          }
          if (!settled.take()) {
            return Failures.settledBefore(delivery);
          }
          queue.put(new Stored(letter, null), member.timer());
          settled.tap().subscription().release(settled);
          return CompletableFuture.completedFuture(null);
        });
  }

  @Override
  public CompletableFuture<Void> close() {
    bus.gate.lock();
    try {
      if (closing) {
        return closed.copy();
      }
      closing = true;
      subscriptions.forEach(MemorySubscription::end);
      subscriptions.clear();
      bus.takeBack(member.timer());
      bus.gate.hand(member.courier(), member.courier().end(() -> closed.complete(null)));
    } finally {
      bus.gate.unlock();
    }
    Buses.leave(bus);
    return closed.copy();
  }

  /** Holds the gate while {@code action} runs; the first one connects. */
  private <T> CompletableFuture<T> onBus(Supplier<CompletableFuture<T>> action) {
    bus.gate.lock();
    try {
      if (closing) {
        return Failures.closed(bus);
      }
      if (!connected) {
        connected = true;
        bus.gate.hand(member.courier(), () -> events.connected(bus.toString(), false));
      }
      return action.get();
    } finally {
      bus.gate.unlock();
    }
  }

  private MemoryDelivery own(Delivery delivery) {
    if (delivery instanceof MemoryDelivery own && own.isFrom(member)) {
      return own;
    }
    throw new IllegalArgumentException(
        "delivery: " + delivery + " (expected: one that this driver brought)");
  }

  /** The URL without options. */
  @Override
  public String toString() {
    return bus.toString();
  }
}
