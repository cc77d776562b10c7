package dev.svar.rabbitmq;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.ShutdownSignalException;
import dev.svar.driver.Address;
import dev.svar.driver.Delivery;
import dev.svar.driver.DriverEvents;
import dev.svar.driver.DriverException;
import dev.svar.driver.DriverException.Outcome;
import dev.svar.driver.Subscription;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One subscription: the queues it consumes, its window, and the channel that it has at the moment.
 * Its channel is opened, repaired and closed on the admin thread, or on one that this waits for.
 */
final class RabbitSubscription implements Subscription {
  private static final int MAX_PREFETCH = 65_535;

  /** How many replies the broker is told of at once; each alone costs it as much as 50. */
  private static final int REPLIES_TOGETHER = 50;

  /** Ends when it is established for the first time, or never will be. */
  final CompletableFuture<Subscription> opening = new CompletableFuture<>();

  private final Consumers consumers;
  private final Settings settings;
  private final DriverEvents events;
  private final Window window;
  private final int prefetch;
  private final int together;
  private final Map<String, Source> sources = new LinkedHashMap<>();
  private final AtomicReference<@Nullable CompletableFuture<Void>> ending = new AtomicReference<>();
  private volatile @Nullable ConsumerChannel channel;
  private volatile boolean paused;

  RabbitSubscription(
      Consumers consumers,
      Settings settings,
      DriverEvents events,
      Topology topology,
      QueueNames names,
      Set<Address> addresses,
      int size,
      Consumer<Delivery> handler) {
    this.consumers = consumers;
    this.settings = settings;
    this.events = events;
    this.window = new Window(size, handler);
    this.prefetch = settings.prefetch > 0 ? settings.prefetch : Math.min(size, MAX_PREFETCH);
    // What comes again after a loss is a reply to a call that has ended, which is dropped anyway.
    boolean replies = addresses.stream().allMatch(Address.Inbox.class::isInstance);
    this.together = replies ? Math.min(REPLIES_TOGETHER, prefetch / 4) : 1;
    String own = QueueNames.unique();
    for (Address address : addresses) {
      String suffix =
          address instanceof Address.Tail
              ? own
              : address instanceof Address.Fanout ? names.suffix() : "";
      Topology.Declaration declaration = topology.consuming(address, suffix);
      Topology.Queue queue = declaration.queue();
      if (queue != null) {
        Source known = sources.get(queue.name());
        if (known == null) {
          sources.put(queue.name(), new Source(address, declaration, queue));
        } else {
          known.add(address, declaration);
        }
      }
    }
  }

  // ---- The admin thread.

  /**
   * Declares everything, and consumes; blocks.
   *
   * @return false if there was nothing to do
   */
  boolean establish(Link link, Declarer declarer) throws IOException {
    ConsumerChannel current = channel;
    if (ending.get() != null
        || paused
        || (current != null && current.link() == link && !current.closed())) {
      return false;
    }
    // A queue may vanish between its declaration and its consumer: once more, then.
    Source missing = open(link, declarer);
    if (missing != null) {
      missing = open(link, declarer);
    }
    if (missing != null) {
      throw gone(missing);
    }
    opening.complete(this);
    return true;
  }

  /** Gives back a queue that has vanished meanwhile, if one has. */
  private @Nullable Source open(Link link, Declarer declarer) throws IOException {
    boolean first = !opening.isDone();
    for (Source source : sources.values()) {
      if (first && source.queue().kind() == Topology.Kind.KEPT) {
        claim(source, declarer);
      }
      declare(source, declarer);
    }
    ConsumerChannel made = ConsumerChannel.open(this, link, consumers.writer(), prefetch, together);
    channel = made;
    int tag = 1;
    for (Source source : sources.values()) {
      if (!consume(made, Integer.toString(tag++), source)) {
        return source;
      }
    }
    return null;
  }

  private static DriverException gone(Source source) {
    return new DriverException(
        Outcome.NOT_SENT, "The " + source.queue() + " vanishes as soon as it is declared", null);
  }

  private void claim(Source source, Declarer declarer) throws IOException {
    String name = source.queue().name();
    AMQP.Queue.DeclareOk found = declarer.find(name);
    if (found != null && found.getConsumerCount() > 0) {
      throw new DriverException(
          Outcome.NOT_SENT,
          "Queue "
              + name
              + " already has a consumer: another process has the same hostname and processname."
              + " Give each its own processname",
          null);
    }
  }

  private static void declare(Source source, Declarer declarer) throws IOException {
    for (Topology.Declaration declaration : source.declarations().values()) {
      Topology.Queue as = declarer.declare(declaration);
      if (as != null) {
        source.declared(as);
      }
    }
  }

  /** False if the queue is missing. */
  private boolean consume(ConsumerChannel on, String tag, Source source) throws IOException {
    try {
      on.consume(tag, source, source.arguments(settings));
      return true;
    } catch (IOException | ShutdownSignalException e) {
      Closure closure = Closure.of(e);
      if (closure == null || closure.connection()) {
        throw e;
      }
      if (closure.code() == Closure.NOT_FOUND) {
        return false;
      }
      throw new DriverException(
          Outcome.REFUSED,
          "RabbitMQ refused to deliver from " + source.queue() + ": " + closure,
          e);
    }
  }

  /** A queue was deleted or has moved: it is restored without touching the others; blocks. */
  void restore(ConsumerChannel on, String tag, Declarer declarer) throws IOException {
    if (channel != on || on.closed() || paused || ending.get() != null) {
      return;
    }
    Source source = List.copyOf(sources.values()).get(Integer.parseInt(tag) - 1);
    declare(source, declarer);
    if (!consume(on, tag, source)) {
      throw gone(source);
    }
    events.repaired(
        "The broker cancelled the consumer of "
            + source.queue()
            + " (deleted, or failed over): it is declared, bound and consumed again");
  }

  /** Looks whether everything is still there; blocks. */
  void check(Link link, Declarer declarer) throws IOException {
    ConsumerChannel current = channel;
    if (current == null || current.closed() || current.link() != link || paused) {
      return;
    }
    for (Source source : sources.values()) {
      for (Topology.Declaration declaration : source.declarations().values()) {
        Repairs.check(declarer, declaration, events);
      }
    }
  }

  /** Ends the flow; blocks. */
  void cancel() {
    ConsumerChannel current = channel;
    if (current == null || current.closed()) {
      return;
    }
    try {
      for (int tag = 1; tag <= sources.size(); tag++) {
        current.cancel(Integer.toString(tag));
      }
    } catch (IOException | ShutdownSignalException e) {
      // The channel is gone, and with it the flow.
    }
    window.rest().forEach(delivery -> delivery.channel.giveBack(delivery));
  }

  /** Ends it at the broker, after what was settled is written; blocks. */
  void terminate(@Nullable Declarer declarer) {
    ConsumerChannel current = channel;
    if (current != null) {
      current.close();
    }
    if (declarer == null) {
      return;
    }
    for (Source source : sources.values()) {
      Topology.Kind kind = source.queue().kind();
      if (kind == Topology.Kind.PRIVATE || kind == Topology.Kind.EXCLUSIVE) {
        try {
          declarer.delete(source.queue().name());
        } catch (IOException | ShutdownSignalException | DriverException e) {
          // It expires by itself.
        }
      }
    }
  }

  // ---- The reading thread.

  void arrived(RabbitDelivery delivery) {
    window.arrived(delivery);
  }

  void channelClosed(ConsumerChannel closed, Throwable cause) {
    if (channel == closed && ending.get() == null) {
      consumers.channelClosed(this, cause);
    }
  }

  void cancelled(ConsumerChannel on, String tag) {
    consumers.cancelled(this, on, tag);
  }

  // ---- The writer thread.

  /** Something was settled. */
  void freed() {
    window.handOver();
  }

  // ---- Any thread.

  @Override
  public CompletableFuture<Void> pause() {
    paused = true;
    CompletableFuture<Void> idle = window.stop();
    consumers.cancel(this);
    return idle;
  }

  @Override
  public CompletableFuture<Void> close() {
    CompletableFuture<Void> ended = new CompletableFuture<>();
    if (!ending.compareAndSet(null, ended)) {
      CompletableFuture<Void> first = ending.get();
      return first == null ? ended : first;
    }
    CompletableFuture<Void> idle = window.stop();
    ConsumerChannel current = channel;
    if (current != null) {
      current.end();
    }
    opening.completeExceptionally(
        new DriverException(Outcome.NOT_SENT, "The subscription is closed", null));
    consumers.end(this, idle, ended);
    return ended;
  }

  @Override
  public String toString() {
    return "subscription to " + sources.keySet();
  }
}
