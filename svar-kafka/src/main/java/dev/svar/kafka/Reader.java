package dev.svar.kafka;

import dev.svar.driver.Address;
import dev.svar.driver.DriverException;
import dev.svar.driver.DriverException.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One consumer and its thread: polls, hands over, commits. It polls also while nothing can be
 * handed over, with its partitions paused, so that its group knows that it lives. A consumer that
 * fails is replaced.
 *
 * <p>{@link #wake}, {@link #close} and what an assignment is told are for any thread, all else for
 * its own.
 */
final class Reader {
  private static final Logger log = LoggerFactory.getLogger(KafkaDriver.class);

  /**
   * As many of one partition may be read and not committed, because an earlier one is not settled.
   */
  private static final int LONGEST_TRACK = 100_000;

  /** While messages come, what was settled is committed as often; otherwise at once. */
  private static final Duration LAG = Duration.ofMillis(50);

  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final Settings settings;
  private final Flow flow;
  private final Map<String, Address> addresses;
  private final Assignment assignment;
  private final Link link;
  private final Function<KafkaException, DriverException> unusable;
  private final CompletableFuture<Void> ready = new CompletableFuture<>();
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private final Thread thread;

  /** Rings when it is to close. */
  private final Semaphore closing = new Semaphore(0);

  /** Whether the thread is about to poll, or does. */
  private final AtomicBoolean polling = new AtomicBoolean();

  /** When a poll last brought something. */
  private volatile long taken = System.nanoTime() - LAG.toNanos();

  /** When it last committed. */
  private long committed = taken;

  private volatile boolean closed;
  private volatile @Nullable Consumer<byte[], byte[]> consumer;

  /** The number of its connections. */
  private @Nullable Metric connections;

  /**
   * Starts nothing yet.
   *
   * @param addresses by topic
   * @param assigned makes the assignment, given whom to tell that something can be committed
   */
  Reader(
      Settings settings,
      Flow flow,
      Map<String, Address> addresses,
      Function<Runnable, Assignment> assigned,
      Link link,
      Function<KafkaException, DriverException> unusable,
      Function<Runnable, Thread> threads) {
    this.settings = settings;
    this.flow = flow;
    this.addresses = addresses;
    this.link = link;
    this.unusable = unusable;
    assignment = assigned.apply(this::settled);
    thread = threads.apply(this::run);
  }

  /** Ends when it is known from where on it reads; fails if that is refused. */
  CompletableFuture<Void> start() {
    thread.start();
    return ready;
  }

  /** Sees to it that the thread looks at what has changed. Does not block. */
  void wake() {
    Consumer<byte[], byte[]> current = consumer;
    if (current != null && polling.get() && polling.compareAndSet(true, false)) {
      current.wakeup();
    }
  }

  /** There is something to commit: it can wait for a poll that ends soon. Does not block. */
  private void settled() {
    if (System.nanoTime() - taken >= LAG.toNanos()) {
      wake();
    }
  }

  /** Commits and leaves. */
  CompletableFuture<Void> close() {
    closed = true;
    link.close();
    closing.release();
    wake();
    return ended;
  }

  private void run() {
    try {
      while (!closed) {
        once();
      }
    } catch (Throwable t) {
      log.error("Reading {} ends with an error", addresses.keySet(), t);
    } finally {
      ready.completeExceptionally(Failures.closed());
      ended.complete(null);
    }
  }

  /** Reads until it is closed, or the consumer fails. */
  private void once() {
    Consumer<byte[], byte[]> current;
    try {
      current = assignment.open();
    } catch (KafkaException e) {
      failed(unusable.apply(e));
      return;
    }
    connections = connectionsOf(current);
    consumer = current;
    try {
      assignment.start(current);
      while (!closed) {
        turn(current);
      }
      assignment.leave(current);
    } catch (KafkaException | IllegalStateException e) {
      assignment.failed();
      failed(e);
    } finally {
      consumer = null;
      close(current);
    }
  }

  private void close(Consumer<byte[], byte[]> current) {
    try {
      current.close(CloseOptions.timeout(settings.closeTimeout));
    } catch (KafkaException e) {
      log.debug("The consumer of {} did not say goodbye", addresses.keySet(), e);
    }
  }

  private void failed(RuntimeException failure) {
    if (closed) {
      return;
    }
    DriverException cause = Failures.before("Not subscribed to " + addresses.keySet(), failure);
    if (cause.outcome() == Outcome.REFUSED && ready.completeExceptionally(cause)) {
      closed = true;
      return;
    }
    link.down(failure);
    log.debug("Reading {} starts anew", addresses.keySet(), failure);
    try {
      boolean last = closing.tryAcquire(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
      log.trace("Waited before reading {}, closing: {}", addresses.keySet(), last);
    } catch (InterruptedException e) {
      log.debug("The reader was interrupted, and goes on", e);
    }
  }

  private void turn(Consumer<byte[], byte[]> current) {
    // Whoever changes something after this wakes us; what was changed before is seen below.
    polling.set(true);
    regulate(current);
    long now = System.nanoTime();
    if (Math.max(now - taken, now - committed) >= LAG.toNanos()) {
      assignment.commit(current);
      committed = now;
    }
    ConsumerRecords<byte[], byte[]> records = poll(current);
    try {
      assignment.polled(current);
      if (assignment.ready().isDone()) {
        link.up();
        ready.complete(null);
      }
    } catch (RetriableException | RebalanceInProgressException | CommitFailedException e) {
      log.debug("Reading {} waits for an answer", addresses.keySet(), e);
    }
    take(records);
    flow.hand();
    watch();
  }

  private ConsumerRecords<byte[], byte[]> poll(Consumer<byte[], byte[]> current) {
    try {
      if (closed) {
        return ConsumerRecords.empty();
      }
      return current.poll(flow.movable() ? Duration.ZERO : patience());
    } catch (WakeupException e) {
      return ConsumerRecords.empty();
    } finally {
      polling.set(false);
    }
  }

  /** How long to wait for messages: not for long if there may be something to commit. */
  private Duration patience() {
    Duration rest = LAG.minusNanos(System.nanoTime() - taken);
    return rest.compareTo(Duration.ZERO) > 0 && rest.compareTo(settings.pollTimeout) < 0
        ? rest
        : settings.pollTimeout;
  }

  /** Pauses what nobody has room for, resumes the rest. */
  private void regulate(Consumer<byte[], byte[]> current) {
    boolean saturated = flow.saturated();
    Set<TopicPartition> paused = current.paused();
    Set<TopicPartition> toPause = new HashSet<>();
    Set<TopicPartition> toResume = new HashSet<>();
    for (Track track : assignment.tracks()) {
      boolean wanted = saturated || track.length() >= LONGEST_TRACK;
      if (wanted != paused.contains(track.partition)) {
        (wanted ? toPause : toResume).add(track.partition);
      }
    }
    current.pause(toPause);
    current.resume(toResume);
  }

  private void take(ConsumerRecords<byte[], byte[]> records) {
    List<Held> all = new ArrayList<>(records.count());
    for (TopicPartition partition : records.partitions()) {
      Track track = assignment.track(partition);
      Address address = addresses.get(partition.topic());
      if (track == null || address == null) {
        continue;
      }
      for (ConsumerRecord<byte[], byte[]> record : records.records(partition)) {
        Held held = new Held(track, record.offset(), address, Records.message(record));
        track.add(held);
        all.add(held);
      }
    }
    if (!all.isEmpty()) {
      taken = System.nanoTime();
      flow.add(all);
    }
  }

  private static @Nullable Metric connectionsOf(Consumer<byte[], byte[]> consumer) {
    return consumer.metrics().entrySet().stream()
        .filter(entry -> entry.getKey().name().equals("connection-count"))
        .filter(entry -> entry.getKey().group().equals("consumer-metrics"))
        .findFirst()
        .<@Nullable Metric>map(Map.Entry::getValue)
        .orElse(null);
  }

  /** A consumer that reads always has a connection, unless it has lost the last one. */
  private void watch() {
    if (connections == null || !ready.isDone()) {
      return;
    }
    if (connections.metricValue() instanceof Number count && count.doubleValue() < 1) {
      link.down(new TimeoutException("No broker of " + settings.brokers + " is connected"));
    } else {
      link.up();
    }
  }
}
