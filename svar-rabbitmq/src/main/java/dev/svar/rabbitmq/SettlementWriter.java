package dev.svar.rabbitmq;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Writes the decisions about deliveries of all subscriptions, and then hands over what waited for
 * the room that they make. Settling only leaves a note here.
 */
final class SettlementWriter {

  private record Note(
      @Nullable ConsumerChannel channel,
      long tag,
      RabbitDelivery.@Nullable Settlement how,
      @Nullable CompletableFuture<Void> written) {}

  /** What a decision takes on the wire, generously. */
  private static final long OVERHEAD = 64;

  /** How long an acknowledgement waits for others to be written with. */
  private static final Duration SOON = Duration.ofMillis(100);

  private final AtomicLong expected = new AtomicLong();
  private final Queue<Note> notes = new ConcurrentLinkedQueue<>();
  private final Threads threads;
  private final Writer writer;

  SettlementWriter(Threads threads) {
    this.threads = threads;
    this.writer = new Writer(threads, this::work);
  }

  void add(ConsumerChannel channel, long tag, RabbitDelivery.Settlement how) {
    notes.add(new Note(channel, tag, how, null));
    writer.work();
  }

  /** Takes all that {@code accepted} has, and adds it. */
  void accept(ConsumerChannel channel, Queue<Long> accepted) {
    for (Long tag; (tag = accepted.poll()) != null; ) {
      notes.add(new Note(channel, tag, RabbitDelivery.Settlement.ACCEPT, null));
    }
    writer.work();
  }

  /** Runs {@code task}, which must not block, when what is accepted has waited for long enough. */
  void soon(Runnable task) {
    threads.later(SOON, task);
  }

  /** Ends when all that was added before is written, or cannot be. */
  CompletableFuture<Void> flushed() {
    CompletableFuture<Void> written = new CompletableFuture<>();
    notes.add(new Note(null, 0, null, written));
    writer.wake();
    return written;
  }

  CompletableFuture<Void> end() {
    return writer.end();
  }

  /** There may be so many more decisions that the broker has not read; fewer if negative. */
  void expect(int more) {
    expected.addAndGet(more);
  }

  private void work(boolean waiting) {
    if (!waiting && !fits()) {
      writer.wake();
      return;
    }
    Set<ConsumerChannel> channels = new LinkedHashSet<>();
    Set<CompletableFuture<Void>> barriers = new LinkedHashSet<>();
    for (Note note; (note = notes.poll()) != null; ) {
      if (note.channel() != null && note.how() != null) {
        note.channel().settlements.add(note.tag(), note.how());
        channels.add(note.channel());
      } else if (note.written() != null) {
        barriers.add(note.written());
      }
    }
    for (ConsumerChannel channel : channels) {
      BatchingSocket socket = channel.socket();
      socket.hold();
      try {
        channel.write();
      } finally {
        release(socket);
      }
    }
    barriers.forEach(written -> written.complete(null));
    for (ConsumerChannel channel : channels) {
      channel.subscription.freed();
    }
  }

  /** Whether all that may be on its way has room: the broker brings no more before it read some. */
  private boolean fits() {
    Note first = notes.peek();
    return first != null
        && first.channel() != null
        && expected.get() * OVERHEAD <= first.channel().socket().room();
  }

  private static void release(BatchingSocket socket) {
    try {
      socket.release();
    } catch (IOException e) {
      socket.kill();
    }
  }
}
