package dev.svar.rabbitmq;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.ShutdownSignalException;
import dev.svar.driver.Address;
import dev.svar.driver.Delivery;
import dev.svar.driver.DriverEvents;
import dev.svar.driver.DriverException;
import dev.svar.driver.Inspection;
import dev.svar.driver.Subscription;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The subscriptions of a driver, all over one connection: establishes them, and does so again when
 * the connection, a channel or a queue is lost.
 */
final class Consumers implements RabbitConnection.Session {
  /** How many subscriptions are established side by side: the broker takes its time for each. */
  private static final int SIDE_BY_SIDE = 8;

  private final Settings settings;
  private final Topology topology;
  private final QueueNames names;
  private final DriverEvents events;
  private final Fallbacks fallbacks;
  private final Threads threads;
  private final SettlementWriter writer;
  private final List<RabbitSubscription> subscriptions = new CopyOnWriteArrayList<>();
  private @Nullable RabbitConnection connection;

  /** Helps the admin thread, which waits for it meanwhile. */
  private final ExecutorService helpers;

  /** All over one link, the first one the admin thread's; owned by that. */
  private final List<Declarer> declarers = new ArrayList<>();

  Consumers(
      Settings settings,
      Topology topology,
      QueueNames names,
      DriverEvents events,
      Fallbacks fallbacks,
      Threads threads) {
    this.settings = settings;
    this.topology = topology;
    this.names = names;
    this.events = events;
    this.fallbacks = fallbacks;
    this.threads = threads;
    this.writer = new SettlementWriter(threads);
    this.helpers = threads.many("admin-helper");
  }

  /** Told once, before anything else: the two need each other. */
  void over(RabbitConnection made) {
    this.connection = made;
  }

  SettlementWriter writer() {
    return writer;
  }

  // ---- Any thread.

  CompletableFuture<Subscription> subscribe(
      Set<Address> addresses, int window, Consumer<Delivery> handler) {
    RabbitSubscription made =
        new RabbitSubscription(this, settings, events, topology, names, addresses, window, handler);
    Futures.whenEnded(
        made.opening,
        (opened, failure) -> {
          if (made.opening.isCancelled()) {
            var unused = made.close();
          }
        });
    subscriptions.add(made);
    RabbitConnection over = connection;
    if (over != null) {
      over.demand();
      if (!over.run(this::establishWaiting)) {
        made.opening.completeExceptionally(RabbitConnection.closed());
      }
    }
    return made.opening;
  }

  CompletableFuture<Inspection> inspect(Address address) {
    CompletableFuture<Inspection> answer = new CompletableFuture<>();
    RabbitConnection over = connection;
    if (over != null) {
      Futures.whenEnded(
          over.ready(),
          (ready, failure) -> {
            if (failure != null) {
              answer.completeExceptionally(failure);
            } else if (!over.run(() -> inspect(address, answer))) {
              answer.completeExceptionally(RabbitConnection.closed());
            }
          });
    }
    return answer;
  }

  void cancel(RabbitSubscription subscription) {
    run(subscription::cancel);
  }

  /** Ends {@code subscription}, when its handler is {@code idle}. */
  void end(
      RabbitSubscription subscription,
      CompletableFuture<Void> idle,
      CompletableFuture<Void> ended) {
    subscriptions.remove(subscription);
    RabbitConnection over = connection;
    boolean connected = over != null && over.link() != null;
    Futures.whenEnded(
        idle.thenCompose(returned -> writer.flushed()),
        (flushed, failure) -> {
          boolean running =
              run(
                  () -> {
                    Link up = link();
                    subscription.terminate(up == null ? null : declarer(up));
                    ended.complete(null);
                  });
          if (!running || !connected) {
            ended.complete(null);
          }
        });
  }

  /** Looks whether everything that is consumed is still there; does not block. */
  void check() {
    run(
        () ->
            attempt(
                link -> {
                  for (RabbitSubscription subscription : subscriptions) {
                    subscription.check(link, declarer(link));
                  }
                }));
  }

  /** Ends all subscriptions; again does nothing. */
  CompletableFuture<Void> close() {
    List<CompletableFuture<Void>> ends = new ArrayList<>();
    for (RabbitSubscription subscription : subscriptions) {
      ends.add(subscription.close());
    }
    return CompletableFuture.allOf(ends.toArray(CompletableFuture<?>[]::new));
  }

  /** Ends the writer, when the connection is closed. */
  CompletableFuture<Void> end() {
    return writer.end();
  }

  private boolean run(Runnable task) {
    RabbitConnection over = connection;
    return over != null && over.run(task);
  }

  private @Nullable Link link() {
    RabbitConnection over = connection;
    return over == null ? null : over.link();
  }

  // ---- The reading thread.

  void channelClosed(RabbitSubscription subscription, Throwable cause) {
    run(() -> reopen(subscription, cause));
  }

  void cancelled(RabbitSubscription subscription, ConsumerChannel on, String tag) {
    run(() -> restore(subscription, on, tag));
  }

  @Override
  public void blocked(Link up, @Nullable String reason) {
    // Nothing is published here: the broker has no reason to.
  }

  // ---- The admin thread.

  /** Something that needs a link, and fails as {@link Declarer} does. */
  private interface Step {
    void on(Link link) throws IOException;
  }

  /** Does {@code step} if there is a link; one that is lost thereby is replaced elsewhere. */
  private void attempt(Step step) {
    Link up = link();
    if (up == null) {
      return;
    }
    try {
      step.on(up);
    } catch (DriverException e) {
      fallbacks.tell(String.valueOf(e.getMessage()));
    } catch (IOException | ShutdownSignalException e) {
      up.kill();
    }
  }

  private Declarer declarer(Link link) {
    return declarers(link, 1).get(0);
  }

  /** So many, at least. */
  private List<Declarer> declarers(Link link, int count) {
    if (!declarers.isEmpty() && !declarers.get(0).over(link)) {
      declarers.clear();
    }
    while (declarers.size() < count) {
      declarers.add(new Declarer(link, fallbacks));
    }
    return declarers;
  }

  /** All that were asked for meanwhile are established together. */
  private void establishWaiting() {
    List<RabbitSubscription> waiting =
        subscriptions.stream().filter(one -> !one.opening.isDone()).toList();
    attempt(link -> establish(waiting, link));
  }

  private void establish(List<RabbitSubscription> wanted, Link link) throws IOException {
    Queue<RabbitSubscription> rest = new ConcurrentLinkedQueue<>(wanted);
    List<Declarer> by = declarers(link, Math.min(SIDE_BY_SIDE, wanted.size()));
    List<CompletableFuture<Void>> done = new ArrayList<>();
    for (int i = Math.min(by.size(), wanted.size()) - 1; i >= 0; i--) {
      Declarer own = by.get(i);
      Executor where = i == 0 ? Runnable::run : helpers;
      done.add(CompletableFuture.runAsync(() -> establish(rest, link, own), where));
    }
    try {
      CompletableFuture.allOf(done.toArray(CompletableFuture<?>[]::new)).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof UncheckedIOException lost) {
        throw lost.getCause();
      }
      throw e.getCause() instanceof RuntimeException failure ? failure : e;
    }
  }

  /** On the admin thread, or one that it waits for. */
  private void establish(Queue<RabbitSubscription> rest, Link link, Declarer by) {
    try {
      for (RabbitSubscription next; (next = rest.poll()) != null; ) {
        establish(next, link, by);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** On the admin thread, or one that it waits for. */
  private boolean establish(RabbitSubscription subscription, Link link, Declarer by)
      throws IOException {
    try {
      return subscription.establish(link, by);
    } catch (DriverException e) {
      if (subscription.opening.completeExceptionally(e)) {
        subscriptions.remove(subscription);
        subscription.terminate(by);
        return false;
      }
      later(
          "The " + subscription + " is not restored yet and is tried again: " + e.getMessage(),
          () -> attempt(again -> establish(subscription, again, declarer(again))));
      return false;
    }
  }

  private void reopen(RabbitSubscription subscription, Throwable cause) {
    if (!subscriptions.contains(subscription)) {
      return;
    }
    attempt(
        link -> {
          if (establish(subscription, link, declarer(link))) {
            events.repaired(
                "The broker closed the channel of the "
                    + subscription
                    + " ("
                    + Closure.reason(cause)
                    + "): it is open again");
          }
        });
  }

  private void restore(RabbitSubscription subscription, ConsumerChannel on, String tag) {
    attempt(
        link -> {
          try {
            subscription.restore(on, tag, declarer(link));
          } catch (DriverException e) {
            later(
                "A queue is not restored yet and is tried again: " + e.getMessage(),
                () -> restore(subscription, on, tag));
          }
        });
  }

  private void later(String why, Runnable again) {
    fallbacks.tell(why);
    int seconds = settings.options.get(RabbitOptions.RETRY_INTERVAL);
    threads.later(Duration.ofSeconds(seconds), () -> run(again));
  }

  private void inspect(Address address, CompletableFuture<Inspection> answer) {
    Link up = link();
    if (up == null) {
      answer.completeExceptionally(RabbitConnection.notConnected());
      return;
    }
    try {
      answer.complete(inspect(address, declarer(up)));
    } catch (DriverException e) {
      answer.completeExceptionally(e);
    } catch (IOException | ShutdownSignalException e) {
      up.kill();
      answer.completeExceptionally(RabbitConnection.notConnected());
    }
  }

  private Inspection inspect(Address address, Declarer by) throws IOException {
    Topology.Declaration declaration = topology.consuming(address, "");
    Topology.Exchange exchange = declaration.exchange();
    Topology.Queue queue = declaration.queue();
    if ((address instanceof Address.Fanout || address instanceof Address.Tail)
        && exchange != null
        && (queue == null || queue.kind() != Topology.Kind.STREAM)) {
      // Each listener has a queue of its own that only it can name.
      return new Inspection(by.exists(exchange), 0, 0);
    }
    AMQP.Queue.DeclareOk found = queue == null ? null : by.find(queue.name());
    return found == null
        ? new Inspection(false, 0, 0)
        : new Inspection(true, found.getConsumerCount(), found.getMessageCount());
  }

  @Override
  public void up(Link made) throws IOException {
    establish(subscriptions, made);
  }

  @Override
  public void down(Link link, Throwable cause) {
    declarers.clear();
  }

  @Override
  public List<CompletableFuture<?>> abandon() {
    List<RabbitSubscription> hopeless =
        subscriptions.stream().filter(waiting -> !waiting.opening.isDone()).toList();
    subscriptions.removeAll(hopeless);
    List<CompletableFuture<?>> futures = new ArrayList<>();
    hopeless.forEach(waiting -> futures.add(waiting.opening));
    return futures;
  }

  @Override
  public void failed(DriverException cause) {
    // Those that wait were all given away.
  }
}
