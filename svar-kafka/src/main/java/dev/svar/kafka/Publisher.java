package dev.svar.kafka;

import dev.svar.driver.DriverEvents;
import dev.svar.driver.DriverException;
import dev.svar.driver.Message;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes, through one producer. Handing a message to the producer may block, so that a thread of
 * its own does it, the writer; it starts with the first publication. Where it cannot block, whoever
 * publishes does it on the spot: to wake the writer costs more than all the rest. A topic is looked
 * for, or created, before its first message: those for other topics do not wait for that.
 *
 * <p>Thread-safe. Does not block but in one case: the topic has been deleted since the message
 * before, within {@link #FRESH}; then the producer asks for it again, for at most the time of one
 * question. Publications end on the producer's thread, on the writer, where the topic was asked
 * for, or, if the producer takes them from nobody, where they are published.
 */
final class Publisher {
  private static final Logger log = LoggerFactory.getLogger(KafkaDriver.class);

  /**
   * How long the producer certainly remembers where a topic is, after a message for it: less than
   * the least {@code metadata.max.idle.ms} there is.
   */
  private static final long FRESH = TimeUnit.SECONDS.toNanos(4);

  private final Settings settings;
  private final Cluster cluster;
  private final TopicMaker topics;
  private final DriverEvents events;
  private final Link link;
  private final Outbox outbox;
  private final Thread writer;
  private final AtomicBoolean started = new AtomicBoolean();
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private volatile boolean closing;

  /**
   * How much is in the outbox and not done yet. Who raises it from zero has the turn, until it is
   * zero again: does the work, or has the writer do it. Nobody waits for a turn.
   */
  private final AtomicInteger undone = new AtomicInteger();

  /** The turn, given to the writer. */
  private final Semaphore given = new Semaphore(0);

  /** Topics that exist, and when their last message was handed over ({@link System#nanoTime}). */
  private final Map<String, Long> known = new ConcurrentHashMap<>();

  /** The producer's thread, which must not wait for itself; null before the first confirm. */
  private volatile @Nullable Thread network;

  /** From here on, owned by who has the turn. */
  private @Nullable Producer<byte[], byte[]> producer;

  /** What waits for topics that are asked for. */
  private final Map<String, List<Publication>> lanes = new HashMap<>();

  private boolean over;

  Publisher(
      Settings settings,
      Cluster cluster,
      TopicMaker topics,
      DriverEvents events,
      Link link,
      Threads threads) {
    this.settings = settings;
    this.cluster = cluster;
    this.topics = topics;
    this.events = events;
    this.link = link;
    outbox = new Outbox(settings.outboxMessages, settings.outboxBytes);
    writer = threads.thread("writer", this::run);
  }

  CompletableFuture<Void> publish(Publication publication) {
    DriverException refusal = outbox.offer(publication);
    if (refusal != null) {
      publication.fail(refusal);
    } else if (undone.getAndIncrement() == 0) {
      work();
    }
    return publication;
  }

  /**
   * Publishes nothing more. What waits ends with NOT_SENT, what is unconfirmed after a moment with
   * UNKNOWN.
   *
   * @return ends with the writer
   */
  CompletableFuture<Void> close() {
    closing = true;
    outbox.close(this::end);
    brought();
    return ended;
  }

  private void post(Runnable task) {
    outbox.post(task);
    brought();
  }

  /** There is one thing more for the writer to do. */
  private void brought() {
    if (undone.getAndIncrement() == 0) {
      give();
    }
  }

  /** Has the turn, and does one thing if that cannot block; the writer does what is left. */
  private void work() {
    if (cannotBlock(outbox.peek())) {
      step();
      if (undone.decrementAndGet() == 0) {
        return;
      }
    }
    give();
  }

  private boolean cannotBlock(@Nullable Object next) {
    if (!(next instanceof Publication publication) || producer == null || closing) {
      return false;
    }
    Long handed = known.get(publication.topic());
    return handed != null
        && System.nanoTime() - handed < FRESH
        && Thread.currentThread() != network
        && !Thread.currentThread().isInterrupted();
  }

  /** Gives the turn to the writer. */
  private void give() {
    if (!started.get() && started.compareAndSet(false, true)) {
      writer.start();
    }
    given.release();
  }

  private void run() {
    while (!over) {
      try {
        given.acquire();
      } catch (InterruptedException e) {
        // Nobody interrupts this thread but an application that lists threads: close ends it.
        log.debug("The writer was interrupted, and goes on", e);
        continue;
      }
      do {
        step();
      } while (undone.decrementAndGet() > 0 && !over);
    }
    ended.complete(null);
  }

  private void step() {
    try {
      Object next = outbox.poll();
      if (next instanceof Publication publication) {
        route(publication);
      } else if (next instanceof Runnable task) {
        task.run();
      }
    } catch (RuntimeException | Error e) {
      log.error("Publishing goes on after an error", e);
    }
  }

  private void route(Publication publication) {
    String topic = publication.topic();
    if (closing) {
      drop(publication, Failures.closed());
    } else if (known.containsKey(topic)) {
      send(publication);
    } else if (lanes.containsKey(topic)) {
      lanes.get(topic).add(publication);
    } else if (publication.isDone()) {
      outbox.release(publication);
    } else {
      lanes.put(topic, new ArrayList<>(List.of(publication)));
      Futures.whenEnded(
          topics.ensure(topic), (ready, failure) -> post(() -> ensured(topic, failure)));
    }
  }

  private void ensured(String topic, @Nullable Throwable failure) {
    List<Publication> lane = lanes.remove(topic);
    if (lane == null) {
      return;
    }
    if (failure == null) {
      known.put(topic, System.nanoTime() - FRESH);
      lane.forEach(this::send);
    } else {
      DriverException cause =
          Failures.before("Not published to " + topic, Failures.unwrap(failure));
      if (cause.outcome() == DriverException.Outcome.NOT_SENT) {
        link.down(cause);
      }
      lane.forEach(publication -> drop(publication, cause));
    }
  }

  private void drop(Publication publication, DriverException cause) {
    outbox.release(publication);
    publication.fail(cause);
  }

  private void send(Publication publication) {
    Producer<byte[], byte[]> current;
    try {
      current = producer();
    } catch (KafkaException e) {
      drop(publication, cluster.unusable(e));
      return;
    }
    Message message = publication.hand();
    if (message == null) {
      outbox.release(publication);
      return;
    }
    Sending sending = new Sending(publication, message);
    try {
      current.send(
          Records.record(publication.topic(), message),
          (sent, failure) -> sending.ended(current, failure));
      known.replace(publication.topic(), System.nanoTime());
    } catch (InterruptException e) {
      sending.ended(current, e);
    } catch (RuntimeException e) {
      // A producer that has failed for good: its numbering of messages is lost, or it is closed.
      sending.ended(current, e);
      discard(current);
    }
    sending.handed();
  }

  private Producer<byte[], byte[]> producer() {
    if (producer == null) {
      producer =
          new KafkaProducer<>(
              settings.producer(), new ByteArraySerializer(), new ByteArraySerializer());
    }
    return producer;
  }

  /** The next message gets a new producer. */
  private void discard(Producer<byte[], byte[]> failed) {
    if (producer == failed) {
      producer = null;
      failed.close(java.time.Duration.ZERO);
    }
  }

  private void end() {
    DriverException closed = Failures.closed();
    lanes.values().forEach(lane -> lane.forEach(publication -> drop(publication, closed)));
    lanes.clear();
    if (producer != null) {
      producer.close(settings.closeTimeout);
    }
    over = true;
  }

  /** A message that the producer has, or is just given. */
  private final class Sending {
    private final Publication publication;

    /** What came of a message that was not confirmed is told with the message. */
    private final @Nullable Message unconfirmed;

    private final Thread sender = Thread.currentThread();

    /** Whether the producer has taken it; before that only the sender is here. */
    private volatile boolean handed;

    Sending(Publication publication, Message message) {
      this.publication = publication;
      this.unconfirmed = publication.confirm() ? null : message;
    }

    void handed() {
      handed = true;
      if (!publication.confirm()) {
        publication.complete(null);
      }
    }

    void ended(Producer<byte[], byte[]> by, @Nullable Exception failure) {
      boolean early = Thread.currentThread() == sender && !handed;
      if (!early) {
        network = Thread.currentThread();
      }
      outbox.release(publication);
      if (failure == null) {
        link.up();
        publication.complete(null);
        return;
      }
      String what = "Not published to " + publication.topic();
      DriverException cause =
          early ? Failures.before(what, failure) : Failures.after(what, failure);
      if (failure instanceof TimeoutException && !closing) {
        link.down(failure);
      }
      if (early || !Failures.isRefusal(failure)) {
        // What follows shall not wait as long again, one by one: it is asked for once for all.
        known.remove(publication.topic());
      }
      if (failure instanceof AuthenticationException
          || failure instanceof ClusterAuthorizationException) {
        post(() -> discard(by));
      }
      if (!publication.completeExceptionally(cause) && unconfirmed != null) {
        events.refused(unconfirmed, cause);
      }
    }
  }
}
