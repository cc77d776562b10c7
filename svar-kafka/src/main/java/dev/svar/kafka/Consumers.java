package dev.svar.kafka;

import dev.svar.driver.Address;
import dev.svar.driver.Delivery;
import dev.svar.driver.DriverEvents;
import dev.svar.driver.DriverException;
import dev.svar.driver.DriverException.Outcome;
import dev.svar.driver.Subscription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Makes subscriptions, and closes those that are left. A subscription has one reader for each
 * consumer group that its addresses name, and one for all its tails. Thread-safe, never blocks.
 */
final class Consumers {
  private final Settings settings;
  private final Topics topics;
  private final Cluster cluster;
  private final TopicMaker maker;
  private final DriverEvents events;
  private final Threads threads;
  private final AtomicInteger numbers = new AtomicInteger();
  private final Set<KafkaSubscription> open = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  Consumers(
      Settings settings,
      Topics topics,
      Cluster cluster,
      TopicMaker maker,
      DriverEvents events,
      Threads threads) {
    this.settings = settings;
    this.topics = topics;
    this.cluster = cluster;
    this.maker = maker;
    this.events = events;
    this.threads = threads;
  }

  /**
   * Subscribes.
   *
   * @throws DriverException if Kafka has no such address
   */
  CompletableFuture<Subscription> subscribe(
      Set<Address> addresses, int window, Consumer<Delivery> handler) {
    if (closed) {
      throw Failures.closed();
    }
    // By group, and then by topic; without a group are tails.
    Map<String, Map<String, Address>> groups = new LinkedHashMap<>();
    Map<String, Address> tails = new HashMap<>();
    Set<String> names = new HashSet<>();
    for (Address address : addresses) {
      String topic = topics.toRead(address);
      names.add(topic);
      (address instanceof Address.Events shared
              ? groups.computeIfAbsent(topics.group(shared), group -> new HashMap<>())
              : tails)
          .putIfAbsent(topic, address);
    }
    CompletableFuture<?>[] there =
        names.stream().map(maker::ensure).toArray(CompletableFuture[]::new);
    return CompletableFuture.allOf(there)
        .thenCompose(ensured -> start(groups, tails, window, handler));
  }

  private CompletableFuture<Subscription> start(
      Map<String, Map<String, Address>> groups,
      Map<String, Address> tails,
      int window,
      Consumer<Delivery> handler) {
    Flow flow = new Flow(window, settings.readAhead, handler);
    List<Reader> readers = new ArrayList<>();
    groups.forEach((group, addresses) -> readers.add(reader(flow, group, addresses)));
    if (!tails.isEmpty()) {
      readers.add(reader(flow, null, tails));
    }
    flow.wakes(() -> readers.forEach(Reader::wake));
    KafkaSubscription subscription = new KafkaSubscription(flow, readers, open::remove);
    open.add(subscription);
    CompletableFuture<Void> started = subscription.start();
    if (closed) {
      // close() may have gone through the set just before.
      subscription.close();
    }
    return limited(started, groups.keySet())
        .handle(
            (ready, failure) -> {
              if (failure != null) {
                subscription.close();
                throw Failures.before("Not subscribed", failure);
              }
              return subscription;
            });
  }

  private CompletableFuture<Void> limited(CompletableFuture<Void> started, Set<String> groups) {
    Threads.Planned limit =
        threads.later(
            settings.subscribeTimeout,
            () ->
                started.completeExceptionally(
                    new DriverException(
                        Outcome.NOT_SENT,
                        "No partitions from "
                            + settings.brokers
                            + " within "
                            + settings.subscribeTimeout.toMillis()
                            + " ms for the consumer groups "
                            + groups
                            + ": a member of the group may not answer, or no broker does",
                        null)));
    Futures.whenEnded(started, (ready, failure) -> limit.cancel());
    return started;
  }

  /** A reader of {@code group}; of tails if that is null. */
  private Reader reader(Flow flow, @Nullable String group, Map<String, Address> addresses) {
    int number = numbers.incrementAndGet();
    Map<String, Object> with =
        group != null ? settings.consumer(group, number) : settings.tail(number);
    Supplier<org.apache.kafka.clients.consumer.Consumer<byte[], byte[]>> consumers =
        () -> new KafkaConsumer<>(with, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    Set<String> names = addresses.keySet();
    Duration patience = settings.requestTimeout;
    Function<Runnable, Assignment> assignment =
        bell ->
            group != null
                ? new GroupAssignment(consumers, names, flow, bell, patience)
                : new TailAssignment(consumers, names, flow, bell, patience);
    String what = group != null ? " (consuming for " + group + ")" : " (consuming tails)";
    return new Reader(
        settings,
        flow,
        addresses,
        assignment,
        new Link(settings.brokers + what, events),
        cluster::unusable,
        body -> threads.thread("consumer-" + number, body));
  }

  /** Closes every subscription, and makes none any more. */
  CompletableFuture<Void> close() {
    closed = true;
    return CompletableFuture.allOf(
        List.copyOf(open).stream().map(KafkaSubscription::close).toArray(CompletableFuture[]::new));
  }
}
