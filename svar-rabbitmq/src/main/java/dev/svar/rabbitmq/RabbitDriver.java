package dev.svar.rabbitmq;

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
import dev.svar.rabbitmq.PublishChannel.Receipt;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The driver: one connection for publishing, one for consuming, each made when first needed. */
final class RabbitDriver implements Driver {
  private static final int SHORT_STRING = 255;

  private final Settings settings;
  private final Topology topology;
  private final QueueNames names;
  private final Publisher publisher;
  private final Consumers consumers;
  private final RabbitConnection publishing;
  private final RabbitConnection consuming;
  private final Redelivery redelivery;
  private final Threads threads;
  private final TopologyCheck check;
  private final AtomicReference<@Nullable CompletableFuture<Void>> closed = new AtomicReference<>();

  /**
   * Reads options and files; connects to nothing.
   *
   * @throws IllegalArgumentException if options contradict each other, or a file is unusable
   */
  RabbitDriver(DriverConfig config, DriverEvents events) {
    settings = new Settings(config.options());
    topology = new Topology(settings);
    names = new QueueNames(settings);
    Fallbacks fallbacks = new Fallbacks(events);
    TlsContext tls = settings.ssl ? TlsContext.of(settings) : null;
    if (tls != null && !tls.verified()) {
      fallbacks.tell(
          "ssl without ssl_ca_file: the connection is encrypted, but the broker's certificate is"
              + " not checked");
    }
    List<Hosts.Host> hosts = Hosts.of(config.hosts(), ThreadLocalRandom.current());
    String given = config.virtualHost();
    String virtualHost = given == null || given.isEmpty() ? "/" : given;
    String prefix = "svar-rabbit-" + config.name();
    threads = new Threads(prefix, config.timer());
    // Its threads end by themselves; the library may need one after the driver is closed.
    ExecutorService closing = threads.many("closing");

    Threads out = new Threads(prefix + "-out", config.timer());
    publisher = new Publisher(settings, events, fallbacks, out);
    publishing =
        new RabbitConnection(
            "publishing",
            settings,
            new Connector(
                settings, new Hosts(hosts, settings.shuffle), virtualHost, tls, out, closing),
            publisher,
            events,
            out);
    publisher.over(publishing);

    Threads in = new Threads(prefix + "-in", config.timer());
    consumers = new Consumers(settings, topology, names, events, fallbacks, in);
    consuming =
        new RabbitConnection(
            "consuming",
            settings,
            new Connector(
                settings, new Hosts(hosts, settings.shuffle), virtualHost, tls, in, closing),
            consumers,
            events,
            in);
    consumers.over(consuming);

    redelivery = new Redelivery(topology, publishing, publisher);
    check = new TopologyCheck(settings.topologyCheck, threads, publisher, consumers);
  }

  @Override
  public Set<Capability> capabilities() {
    return EnumSet.complementOf(EnumSet.of(Capability.SCOPED_TOPICS));
  }

  @Override
  public Dialect dialect() {
    return Dialect.OSLO;
  }

  @Override
  public Optional<String> compression() {
    return settings.compression;
  }

  @Override
  public Duration missingInboxPatience() {
    return Duration.ofSeconds(settings.options.get(RabbitOptions.MISSING_CONSUMER_RETRY));
  }

  @Override
  public CompletableFuture<Void> connect() {
    return publishing.ready();
  }

  @Override
  public Address.Inbox newInbox() {
    return new Address.Inbox("reply_" + names.suffix());
  }

  @Override
  public CompletableFuture<Void> publish(Address address, Message message, PublishOptions options) {
    Topology.Route route = topology.route(address);
    if (tooLong(route.exchange()) || tooLong(route.key())) {
      return CompletableFuture.failedFuture(
          new DriverException(
              Outcome.REFUSED,
              "The name of " + address + " is too long: AMQP allows 255 bytes",
              null));
    }
    boolean mandatory =
        options.mandatory() && (settings.directMandatory || !(address instanceof Address.Inbox));
    check.start();
    return publisher.publish(
        new Publication(route, message, options, mandatory, receipt(address, options)));
  }

  /** Only a queue on several machines may lose what was passed on to it. */
  private Receipt receipt(Address address, PublishOptions options) {
    boolean quorum = address instanceof Address.Inbox ? settings.transientQuorum : settings.quorum;
    return quorum || options.confirm() == Confirm.PROMPT ? Receipt.CONFIRM : Receipt.CHECKPOINT;
  }

  private static boolean tooLong(String name) {
    return name.length() > SHORT_STRING / 4
        && name.getBytes(StandardCharsets.UTF_8).length > SHORT_STRING;
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
    if (closed.get() != null) {
      return CompletableFuture.failedFuture(RabbitConnection.closed());
    }
    check.start();
    return consumers.subscribe(addresses, window, handler);
  }

  @Override
  public CompletableFuture<Inspection> inspect(Address address) {
    return consumers.inspect(address);
  }

  @Override
  public CompletableFuture<Void> retryLater(
      Delivery delivery, Duration delay, Map<String, Object> headers) {
    return redelivery.retryLater((RabbitDelivery) delivery, delay, headers);
  }

  @Override
  public CompletableFuture<Void> deadLetter(Delivery delivery, Map<String, Object> headers) {
    return redelivery.deadLetter((RabbitDelivery) delivery, headers);
  }

  @Override
  public CompletableFuture<Void> close() {
    CompletableFuture<Void> done = new CompletableFuture<>();
    if (!closed.compareAndSet(null, done)) {
      CompletableFuture<Void> first = closed.get();
      return first == null ? done : first;
    }
    check.stop();
    CompletableFuture<Void> farewell =
        CompletableFuture.allOf(publisher.close(), consumers.close());
    CompletableFuture<Void> limited = new CompletableFuture<>();
    Threads.Planned limit = threads.later(settings.closeTimeout, () -> limited.complete(null));
    Futures.whenEnded(
        farewell,
        (said, failure) -> {
          limit.cancel();
          limited.complete(null);
        });
    Futures.whenEnded(
        limited
            .thenCompose(said -> CompletableFuture.allOf(publishing.close(), consuming.close()))
            .thenCompose(off -> CompletableFuture.allOf(publisher.end(), consumers.end())),
        (ended, failure) -> done.complete(null));
    return done;
  }
}
