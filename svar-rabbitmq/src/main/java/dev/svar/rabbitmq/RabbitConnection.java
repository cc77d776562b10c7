package dev.svar.rabbitmq;

import dev.svar.driver.DriverEvents;
import dev.svar.driver.DriverException;
import dev.svar.driver.DriverException.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One connection of a driver, as long as the driver lives: it is made on demand, and made again
 * whenever it is lost. What is done over it is its {@link Session}'s business.
 *
 * <p>Everything that waits for the broker runs on the admin thread, one thing at a time and under
 * no lock. The lock guards the state and who waits for it; it is held for a few instructions, and
 * the session's own lock may be taken under it, never the other way round.
 */
final class RabbitConnection {

  /** What is done over the connection. The admin thread calls, unless said otherwise. */
  interface Session {
    /**
     * Sets up everything anew; may block.
     *
     * @throws IOException if the link is lost again
     */
    void up(Link link) throws IOException;

    /** The link is lost; {@link #up} was called for it. */
    void down(Link link, Throwable cause);

    /** The broker takes publications, or takes none. Called on the reading thread. */
    void blocked(Link link, @Nullable String reason);

    /**
     * Gives away those that wait for a link, since none could be made. Called under the
     * connection's lock: takes them out and does nothing else.
     */
    List<CompletableFuture<?>> abandon();

    /** No link could be made: whoever waits for one elsewhere is told so, too. */
    void failed(DriverException cause);
  }

  private enum State {
    IDLE,
    CONNECTING,
    UP,
    PAUSING,
    CLOSED
  }

  private static final int SETUPS_IN_A_ROW = 2;

  private final String purpose;
  private final Connector connector;
  private final Session session;
  private final DriverEvents events;
  private final Threads threads;
  private final ExecutorService admin;
  private final Backoff backoff;
  private final Duration stable;
  private final Duration closeTimeout;

  private final ReentrantLock lock = new ReentrantLock();
  private State state = State.IDLE;
  private List<CompletableFuture<?>> waiting = new ArrayList<>();
  private Threads.@Nullable Planned pause;
  private volatile @Nullable Link link;

  /** Owned by the admin thread. */
  private boolean connectedBefore;

  RabbitConnection(
      String purpose,
      Settings settings,
      Connector connector,
      Session session,
      DriverEvents events,
      Threads threads) {
    this.purpose = purpose;
    this.connector = connector;
    this.session = session;
    this.events = events;
    this.threads = threads;
    this.admin = threads.single("admin");
    this.backoff = new Backoff(settings, ThreadLocalRandom.current());
    this.stable = Duration.ofSeconds(settings.options.get(RabbitOptions.RETRY_INTERVAL));
    this.closeTimeout = settings.closeTimeout;
  }

  /** The link that is up; null if there is none. */
  @Nullable Link link() {
    return link;
  }

  /** Runs {@code task}, which may block, on the admin thread; false if that has ended. */
  boolean run(Runnable task) {
    try {
      admin.execute(task);
      return true;
    } catch (RejectedExecutionException e) {
      return false;
    }
  }

  /** Sees to it that an attempt is made if none is under way or planned. Does not block. */
  void demand() {
    if (link == null) {
      join(null);
    }
  }

  /** Ends when the link is up, or when the round of attempts fails. Does not block. */
  CompletableFuture<Void> ready() {
    CompletableFuture<Void> ready = new CompletableFuture<>();
    join(ready);
    return ready;
  }

  private void join(@Nullable CompletableFuture<Void> waiter) {
    boolean up = false;
    boolean closed = false;
    boolean start = false;
    lock.lock();
    try {
      if (state == State.CLOSED) {
        closed = true;
      } else if (state == State.UP) {
        up = true;
      } else {
        if (waiter != null) {
          waiting.add(waiter);
        }
        if (state == State.IDLE) {
          state = State.CONNECTING;
          start = true;
        }
      }
    } finally {
      lock.unlock();
    }
    if (start) {
      run(this::attempt);
    }
    if (waiter != null && up) {
      waiter.complete(null);
    } else if (waiter != null && closed) {
      waiter.completeExceptionally(closed());
    }
  }

  static DriverException closed() {
    return new DriverException(Outcome.NOT_SENT, "The RabbitMQ driver is closed", null);
  }

  static DriverException notConnected() {
    return new DriverException(
        Outcome.NOT_SENT, "The connection to RabbitMQ was lost and is being restored", null);
  }

  private void attempt() {
    try {
      for (int setup = 1; ; setup++) {
        Link made = connector.round();
        if (!adopt(made)) {
          made.connection.abort((int) closeTimeout.toMillis());
          return;
        }
        try {
          session.up(made);
        } catch (IOException | RuntimeException e) {
          discard(made, e);
          if (setup < SETUPS_IN_A_ROW) {
            continue;
          }
          throw new DriverException(
              Outcome.NOT_SENT,
              "The connection to RabbitMQ at "
                  + made.broker
                  + " was lost while it was set up: "
                  + Closure.reason(e),
              e);
        }
        succeeded(made);
        return;
      }
    } catch (DriverException e) {
      failed(e);
    }
  }

  private boolean adopt(Link made) {
    lock.lock();
    try {
      if (state == State.CLOSED) {
        return false;
      }
    } finally {
      lock.unlock();
    }
    made.connection.addBlockedListener(
        reason -> {
          made.blocked.set(true);
          session.blocked(made, reason);
        },
        () -> {
          made.blocked.set(false);
          session.blocked(made, null);
        });
    return true;
  }

  private void discard(Link made, Throwable cause) {
    made.kill();
    connector.lost();
    session.down(made, cause);
  }

  private void succeeded(Link made) {
    List<CompletableFuture<?>> ready = List.of();
    lock.lock();
    try {
      if (state != State.CLOSED) {
        state = State.UP;
        link = made;
        ready = waiting;
        waiting = new ArrayList<>();
      }
    } finally {
      lock.unlock();
    }
    if (link != made) {
      made.connection.abort((int) closeTimeout.toMillis());
      session.down(made, closed());
      return;
    }
    events.connected(made.broker + " (" + purpose + ")", connectedBefore);
    connectedBefore = true;
    // Called at once if the connection has been lost meanwhile.
    made.connection.addShutdownListener(cause -> run(() -> lost(made, cause)));
    ready.forEach(waiter -> waiter.complete(null));
  }

  private void failed(DriverException cause) {
    List<CompletableFuture<?>> hopeless;
    lock.lock();
    try {
      if (state == State.CLOSED) {
        return;
      }
      hopeless = waiting;
      waiting = new ArrayList<>();
      hopeless.addAll(session.abandon());
      if (connectedBefore) {
        state = State.PAUSING;
        pause = threads.later(backoff.next(), this::resume);
      } else {
        state = State.IDLE;
      }
    } finally {
      lock.unlock();
    }
    hopeless.forEach(waiter -> waiter.completeExceptionally(cause));
    session.failed(cause);
  }

  private void resume() {
    lock.lock();
    try {
      if (state != State.PAUSING) {
        return;
      }
      state = State.CONNECTING;
    } finally {
      lock.unlock();
    }
    run(this::attempt);
  }

  private void lost(Link was, Throwable cause) {
    lock.lock();
    try {
      if (link != was) {
        return;
      }
      link = null;
      if (state == State.CLOSED) {
        return;
      }
      state = State.CONNECTING;
    } finally {
      lock.unlock();
    }
    connector.lost();
    events.lost(was.broker + " (" + purpose + ")", cause);
    session.down(was, cause);
    if (System.nanoTime() - was.since > stable.toNanos()) {
      backoff.reset();
    }
    if (backoff.first()) {
      attempt();
      return;
    }
    // It did not last, again: without a pause we would return as fast as the broker throws us out.
    lock.lock();
    try {
      if (state == State.CONNECTING) {
        state = State.PAUSING;
        pause = threads.later(backoff.next(), this::resume);
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Closes for good. What waits for a link ends with NOT_SENT at once; the session has said its
   * farewells before.
   *
   * @return ends when the connection is closed and the admin thread is about to end
   */
  CompletableFuture<Void> close() {
    List<CompletableFuture<?>> hopeless;
    lock.lock();
    try {
      state = State.CLOSED;
      hopeless = waiting;
      waiting = new ArrayList<>();
      hopeless.addAll(session.abandon());
      if (pause != null) {
        pause.cancel();
      }
    } finally {
      lock.unlock();
    }
    DriverException closed = closed();
    hopeless.forEach(waiter -> waiter.completeExceptionally(closed));
    session.failed(closed);
    connector.abandon();
    // A broker that reads nothing may hold up the admin thread, and a writer the locks of a close.
    Link open = link;
    Threads.Planned limit =
        threads.later(
            closeTimeout.plusSeconds(1),
            () -> {
              if (open != null) {
                open.kill();
              }
            });
    CompletableFuture<Void> done = new CompletableFuture<>();
    run(
        () -> {
          Link last = link;
          link = null;
          if (last != null) {
            int millis = (int) Math.max(1, closeTimeout.toMillis());
            last.connection.abort(millis);
            session.down(last, closed);
          }
          limit.cancel();
          admin.shutdown();
          done.complete(null);
        });
    return done;
  }
}
