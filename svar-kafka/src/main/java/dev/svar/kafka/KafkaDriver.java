package dev.svar.kafka;

import dev.svar.driver.Address;
import dev.svar.driver.Capability;
import dev.svar.driver.Delivery;
import dev.svar.driver.Dialect;
import dev.svar.driver.Driver;
import dev.svar.driver.DriverConfig;
import dev.svar.driver.DriverEvents;
import dev.svar.driver.DriverException;
import dev.svar.driver.DriverException.Outcome;
import dev.svar.driver.Inspection;
import dev.svar.driver.Message;
import dev.svar.driver.PublishOptions;
import dev.svar.driver.PublishOptions.Confirm;
import dev.svar.driver.Subscription;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The driver: a producer, a client for questions, and consumers, each made when first needed. */
final class KafkaDriver implements Driver {
  private static final Set<Capability> CAPABILITIES =
      Set.of(
          Capability.EVENTS,
          Capability.TAIL,
          Capability.POOLS,
          Capability.CONFIRM,
          Capability.REQUEUE,
          Capability.INSPECT,
          Capability.DEAD_LETTER,
          Capability.STORE);

  private final Topics topics;
  private final Cluster cluster;
  private final Inspector inspector;
  private final Link publishing;
  private final Publisher publisher;
  private final Consumers consumers;
  private final AtomicReference<@Nullable CompletableFuture<Void>> closed = new AtomicReference<>();

  /**
   * Reads options and files; connects to nothing.
   *
   * @throws IllegalArgumentException if options contradict each other, or a file is unusable
   */
  KafkaDriver(DriverConfig config, DriverEvents events) {
    Settings settings = new Settings(config);
    topics = new Topics(config);
    Threads threads = new Threads("svar-kafka-" + config.name(), config.timer());
    publishing = new Link(settings.brokers + " (publishing)", events);
    cluster = new Cluster(settings, threads);
    inspector = new Inspector(settings, cluster);
    TopicMaker maker = new TopicMaker(settings, cluster, threads);
    publisher = new Publisher(settings, cluster, maker, events, publishing, threads);
    consumers = new Consumers(settings, topics, cluster, maker, events, threads);
    if (settings.options.get(KafkaOptions.AUTO_COMMIT)) {
      events.degraded(
          "enable_auto_commit=true would lose events that are fetched and not handled: they are"
              + " committed after they were handled");
    }
    if (Security.differ(config.hosts())) {
      events.degraded(
          "The hosts of the URL have different credentials: those of the first one are used for"
              + " all");
    }
  }

  @Override
  public Set<Capability> capabilities() {
    return CAPABILITIES;
  }

  @Override
  public Dialect dialect() {
    return Dialect.OSLO_KAFKA;
  }

  @Override
  public CompletableFuture<Void> connect() {
    return cluster.answers().thenRun(publishing::up);
  }

  /** {@inheritDoc} Nobody can subscribe to it here. */
  @Override
  public Address.Inbox newInbox() {
    return new Address.Inbox("reply_" + UUID.randomUUID());
  }

  @Override
  public CompletableFuture<Void> publish(Address address, Message message, PublishOptions options) {
    try {
      return publisher.publish(
          new Publication(topics.toSend(address), message, options.confirm() != Confirm.NONE));
    } catch (DriverException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  @Override
  public CompletableFuture<Subscription> subscribe(
      Set<Address> addresses, int window, Consumer<Delivery> handler) {
    if (addresses.isEmpty() || window < 1) {
      throw new IllegalArgumentException(
          "addresses: "
              + addresses
              + ", window: "
              + window
              + " (expected: at least one address, and a window of 1 or more)");
    }
    try {
      return consumers.subscribe(addresses, window, handler);
    } catch (DriverException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  @Override
  public CompletableFuture<Inspection> inspect(Address address) {
    try {
      String group = address instanceof Address.Events events ? topics.group(events) : null;
      return inspector.inspect(topics.toRead(address), group);
    } catch (DriverException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  @Override
  public CompletableFuture<Void> retryLater(
      Delivery delivery, Duration delay, Map<String, Object> headers) {
    return CompletableFuture.failedFuture(
        new DriverException(
            Outcome.REFUSED, "Kafka cannot deliver later: " + delivery + " stays unsettled", null));
  }

  /** {@inheritDoc} That is the topic with {@code .dead} after its name; headers become text. */
  @Override
  public CompletableFuture<Void> deadLetter(Delivery delivery, Map<String, Object> headers) {
    KafkaDelivery dead = (KafkaDelivery) delivery;
    if (!dead.claim()) {
      return CompletableFuture.failedFuture(
          new DriverException(
              Outcome.NOT_SENT, "Settled before, or its partition has moved: " + dead, null));
    }
    CompletableFuture<Void> published;
    try {
      published =
          publisher.publish(
              new Publication(
                  topics.dead(dead.address()), Records.with(dead.message(), headers), true));
    } catch (DriverException e) {
      published = CompletableFuture.failedFuture(e);
    }
    return published.whenComplete(
        (confirmed, failure) -> {
          if (failure == null) {
            dead.acceptClaimed();
          } else {
            dead.unclaim();
          }
        });
  }

  @Override
  public CompletableFuture<Void> close() {
    CompletableFuture<Void> done = new CompletableFuture<>();
    if (!closed.compareAndSet(null, done)) {
      CompletableFuture<Void> first = closed.get();
      return first == null ? done : first;
    }
    publishing.close();
    Futures.whenEnded(
        CompletableFuture.allOf(publisher.close(), consumers.close())
            .handle((ended, failure) -> null)
            .thenCompose(ended -> cluster.close()),
        (ended, failure) -> done.complete(null));
    return done;
  }
}
