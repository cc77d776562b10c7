package dev.svar.rabbitmq;

import dev.svar.driver.DriverEvents;
import dev.svar.driver.DriverException;
import dev.svar.driver.DriverException.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Publishes: takes messages from the outbox, has declared what they need, writes them to one of
 * three channels, and ends them when the broker has taken them over.
 *
 * <p>What is not {@code final} here belongs to the writer thread. Others leave it tasks.
 */
final class Publisher implements RabbitConnection.Session {
  private static final int BATCH_MESSAGES = 256;
  private static final int BATCH_BYTES = 1 << 20;

  /** After which it is looked whether the broker has been asked what it has taken over. */
  private static final Duration LATER = Duration.ofMillis(20);

  private final DriverEvents events;
  private final Outbox outbox;
  private final Writer writer;
  private final Gates gates;
  private final Lanes lanes;
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private @Nullable RabbitConnection connection;
  private @Nullable Link link;

  Publisher(Settings settings, DriverEvents events, Fallbacks fallbacks, Threads threads) {
    this.events = events;
    this.outbox = new Outbox(settings.outboxMessages, settings.outboxBytes);
    this.writer = new Writer(threads, this::work);
    this.lanes =
        new Lanes(
            settings.largeMessage,
            events,
            outbox,
            this::post,
            task -> threads.later(LATER, task),
            this::pass,
            this::exchangeMissing);
    this.gates = new Gates(events, fallbacks, this::post, lanes::send, lanes::fail);
  }

  /** Told once, before anything else: the two need each other. */
  void over(RabbitConnection made) {
    this.connection = made;
    gates.over(made);
    lanes.over(made);
  }

  /** Any thread; does not block. */
  CompletableFuture<Void> publish(Publication publication) {
    String full = outbox.offer(publication);
    if (full != null) {
      publication.completeExceptionally(new DriverException(Outcome.NOT_SENT, full, null));
      return publication;
    }
    Futures.whenEnded(
        publication,
        (done, failure) -> {
          if (!publication.written()) {
            outbox.release(publication);
          }
        });
    writer.work();
    RabbitConnection over = connection;
    if (over != null && !publication.isDone()) {
      over.demand();
    }
    return publication;
  }

  private void post(Runnable task) {
    tasks.add(task);
    writer.wake();
  }

  // ---- The writer thread, or another one in its place.

  private void work(boolean waiting) {
    if (!waiting && !tasks.isEmpty()) {
      writer.wake();
      return;
    }
    for (Runnable task; (task = tasks.poll()) != null; ) {
      task.run();
    }
    Link up = link;
    if (up == null || up.blocked.get()) {
      return;
    }
    long room = waiting ? Long.MAX_VALUE : up.socket.room();
    if (!outbox.fits(room)) {
      writer.wake();
      return;
    }
    up.socket.hold();
    try {
      lanes.flush(up);
      int bytes = 0;
      for (int i = 0; i < BATCH_MESSAGES && bytes < BATCH_BYTES && !up.blocked.get(); i++) {
        Publication next = outbox.next(room);
        if (next == null) {
          break;
        }
        bytes += next.size();
        pass(next);
      }
    } finally {
      lanes.release(up);
    }
    if (!outbox.isEmpty() && !up.blocked.get()) {
      writer.wake();
    }
  }

  private void pass(Publication publication) {
    gates.pass(publication);
  }

  private void exchangeMissing(String text) {
    gates.closeMentioned(text);
  }

  // ---- The reading thread.

  @Override
  public void blocked(Link up, @Nullable String reason) {
    if (reason != null) {
      events.blocked(reason);
    } else {
      events.unblocked();
      writer.wake();
    }
  }

  // ---- The admin thread.

  /** For other declarations over {@code up}, the link at hand. */
  Declarer declarer(Link up) {
    return gates.declarer(up);
  }

  @Override
  public void up(Link made) throws IOException {
    gates.up(made);
    List<PublishChannel> opened = lanes.open(made);
    post(
        () -> {
          link = made;
          lanes.up(made, opened);
          gates.askAgain(made);
        });
  }

  @Override
  public void down(Link was, Throwable cause) {
    post(
        () -> {
          if (link != was) {
            return;
          }
          link = null;
          gates.closeAll();
          lanes.down(was, cause);
          if (was.blocked.get()) {
            events.unblocked();
          }
        });
  }

  @Override
  public List<CompletableFuture<?>> abandon() {
    return new ArrayList<>(outbox.drain());
  }

  @Override
  public void failed(DriverException cause) {
    post(
        () -> {
          gates.failAll(cause);
          lanes.failAll(cause);
        });
  }

  // ---- Any thread.

  /** Looks whether what was declared is still there; does not block. */
  void check() {
    post(() -> gates.check(link));
  }

  /**
   * Takes no more. What is not written ends with NOT_SENT.
   *
   * @return ends when everything has ended
   */
  CompletableFuture<Void> close() {
    CompletableFuture<Void> empty = outbox.close();
    DriverException closed = RabbitConnection.closed();
    outbox.drain().forEach(publication -> publication.completeExceptionally(closed));
    failed(closed);
    post(lanes::ask);
    return empty;
  }

  /** Ends the writer, when the connection is closed. */
  CompletableFuture<Void> end() {
    return writer.end();
  }
}
