package dev.svar.internal.engine;

import static java.util.Objects.requireNonNull;

import dev.svar.ClosedException;
import dev.svar.ConnectionException;
import dev.svar.driver.Address;
import dev.svar.driver.Driver;
import dev.svar.driver.DriverException;
import dev.svar.driver.Subscription;
import dev.svar.internal.codec.Codec;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The life of a server or listener: start, stop, and start again. Each start has workers and a
 * subscription of its own. Thread-safe: starting, stopping and closing exclude each other, waiting
 * included; messages are handled without that lock, and pausing does not take it.
 */
public final class Subscriber {
  private static final Logger log = LoggerFactory.getLogger(Subscriber.class);

  /**
   * How it lives.
   *
   * @param what it does, for messages
   * @param window how many messages it has unsettled at most
   * @param held whether messages that come wait until {@link #admit}
   */
  record Life(String what, Set<Address> addresses, int window, boolean held, Threading threads) {}

  /**
   * Where its handlers run.
   *
   * @param concurrency how many at a time
   * @param virtual whether on virtual threads; null for this Java's default
   * @param executor lent by the application; null for threads of our own
   */
  public record Threading(
      int concurrency, @Nullable Boolean virtual, @Nullable Executor executor) {}

  /** What of its transport a server uses. */
  record Surroundings(
      Engine engine,
      Driver driver,
      Codec codec,
      Outbox outbox,
      Replies replies,
      Inbox inbox,
      OutgoingStreams streams,
      Duplicates duplicates,
      Clocks clocks,
      Counting counting) {}

  private record Running(Workers workers, Intake intake, Flow flow) {}

  /** What brings the deliveries of one start; paused once, whoever asks for it first. */
  private static final class Flow {
    private final Subscription subscription;
    private final AtomicReference<@Nullable CompletableFuture<Void>> pausing =
        new AtomicReference<>();

    Flow(Subscription subscription) {
      this.subscription = subscription;
    }

    CompletableFuture<Void> pause() {
      CompletableFuture<Void> paused = new CompletableFuture<>();
      if (!pausing.compareAndSet(null, paused)) {
        return requireNonNull(pausing.get());
      }
      subscription
          .pause()
          .whenComplete(
              (done, failure) -> {
                if (failure == null) {
                  paused.complete(null);
                } else {
                  paused.completeExceptionally(failure);
                }
              });
      return paused;
    }

    CompletableFuture<Void> close() {
      return subscription.close();
    }
  }

  private final Life life;
  private final Function<Workers, Intake> intakes;
  private final Surroundings around;
  private final ReentrantLock lifecycle = new ReentrantLock();
  private @Nullable Running running; // guarded by lifecycle
  private volatile boolean admitted;
  private volatile @Nullable Admission admission; // of the last start
  private volatile @Nullable Flow flow; // of the last start
  private volatile boolean paused;
  private volatile boolean closed;

  /** Made with what takes the deliveries of one start, given its workers. */
  Subscriber(Life life, Function<Workers, Intake> intakes, Surroundings around) {
    this.life = life;
    this.intakes = intakes;
    this.around = around;
  }

  private String what() {
    return life.what();
  }

  /** Subscribes, trying again while the broker cannot be reached. */
  public void start(Duration timeout) {
    lifecycle.lock();
    try {
      if (closed) {
        throw new ClosedException(what() + " failed: it was closed before.", null);
      }
      around.engine().checkOpen(what());
      if (running != null) {
        log.debug("{}: started already", what());
        return;
      }
      paused = false;
      Running started = subscribe(timeout);
      running = started;
      flow = started.flow();
      if (paused) { // read after the other was written, as pause() does
        started.flow().pause();
      }
    } finally {
      lifecycle.unlock();
    }
  }

  private Running subscribe(Duration timeout) {
    Workers workers =
        new Workers(
            around.engine().crew(life.threads(), what()), life.threads().concurrency(), what());
    Intake intake = intakes.apply(workers);
    Admission door = new Admission(intake, !life.held());
    admission = door;
    if (admitted) { // read after the other was written, as admit() does
      door.admit();
    }
    CompletableFuture<Subscription> subscribing =
        around
            .outbox()
            .attempt(
                () -> around.driver().subscribe(life.addresses(), life.window(), door::arrived),
                Retry.DEFAULT,
                around.clocks().after(timeout));
    try {
      Subscription subscription = Failures.await(subscribing, timeout, what(), () -> late(timeout));
      return new Running(workers, intake, new Flow(subscription));
    } catch (RuntimeException e) {
      // It may succeed yet: then nobody wants it any more.
      intake.stop();
      subscribing.cancel(false);
      subscribing.whenComplete(
          (subscription, failure) -> {
            if (subscription != null) {
              subscription.close();
            }
          });
      throw e instanceof DriverException ? Failures.notConnected(what(), e) : e;
    }
  }

  private ConnectionException late(Duration timeout) {
    return new ConnectionException(
        what()
            + " did not start within "
            + Text.of(timeout)
            + ": the broker of "
            + around.engine().url()
            + " could not be reached, or did not answer.",
        null);
  }

  /** Lets in what waited, if the server is {@link Life#held}. Again does nothing. */
  public void admit() {
    admitted = true;
    Admission current = admission;
    if (current != null) {
      current.admit();
    }
  }

  /** Takes no more messages, without waiting for anything; {@link #stop} is still to follow. */
  public void pause() {
    paused = true;
    Flow current = flow;
    if (current != null) {
      current.pause();
    }
  }

  /** Takes no more requests, and finishes those it has. */
  public boolean stop(Duration limit) {
    long deadline = around.clocks().after(limit);
    lifecycle.lock();
    try {
      Running ending = running;
      running = null;
      return ending == null || end(ending, deadline);
    } finally {
      lifecycle.unlock();
    }
  }

  private boolean end(Running ending, long deadline) {
    boolean drained = true;
    try {
      drained =
          within(ending.flow().pause(), deadline) && within(ending.intake().drained(), deadline);
      int given = ending.intake().stop();
      if (!drained) {
        log.warn("{} stopped with work unfinished; {} messages went back", what(), given);
      }
      drained &= within(ending.flow().close(), deadline);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      ending.intake().stop();
      ending.flow().close();
      drained = false;
    }
    if (!drained && life.threads().executor() == null) {
      ending.workers().interrupt();
    }
    return drained;
  }

  private boolean within(CompletableFuture<Void> step, long deadline) throws InterruptedException {
    try {
      step.get(Math.max(1, deadline - around.clocks().now()), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      log.debug("{}: a step of stopping failed", what(), e.getCause());
      return true;
    }
  }

  /** Stops for good. */
  public void close(Duration limit) {
    closed = true;
    stop(limit);
    around.engine().forget(this);
  }
}
