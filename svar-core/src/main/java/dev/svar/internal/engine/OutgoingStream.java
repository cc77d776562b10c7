package dev.svar.internal.engine;

import dev.svar.Counter;
import dev.svar.RemoteException;
import dev.svar.driver.Address;
import dev.svar.internal.codec.Credit;
import dev.svar.internal.codec.StreamItem;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The items of one method on their way to one client. They are produced on a worker as long as
 * there is credit; without it the stream holds no worker, and gets one again when credit comes. A
 * client that knows no credit gives one item's by taking the one before.
 *
 * <p>Thread-safe; the lock is held for a decision only. One thread produces at a time.
 */
final class OutgoingStream implements Outlet, Workers.Task {
  private static final Logger log = LoggerFactory.getLogger(OutgoingStream.class);

  private static final CompletableFuture<Void> NOTHING = CompletableFuture.completedFuture(null);

  /** What a stream uses, and where it lives. */
  record Surroundings(
      Replies replies,
      OutgoingStreams streams,
      Workers workers,
      Executor callbacks,
      Clocks clocks,
      Counting counting,
      Function<Throwable, RemoteException.Failure> failed) {}

  private final Replies.Caller caller;
  private final Items items;
  private final Surroundings around;
  private final @Nullable String inbox;

  /** Ends when nothing is produced or sent any more, whatever the reason. */
  final CompletableFuture<Void> done = new CompletableFuture<>();

  private final ReentrantLock lock = new ReentrantLock();
  private Credit credit; // guarded by lock
  private long sentItems; // guarded by lock
  private long sentBytes; // guarded by lock
  private boolean waits; // guarded by lock: for credit
  private boolean over; // guarded by lock
  private boolean closed; // guarded by lock: the items are
  private @Nullable Thread producer; // guarded by lock
  private boolean interrupted; // guarded by lock: the producer was, by us
  private long heard; // guarded by lock: when the client gave its last sign of life
  private @Nullable Future<?> due; // guarded by lock
  private CompletableFuture<Void> landed = NOTHING; // guarded by lock: ends with the items so far
  private CompletableFuture<Void> lastReply = NOTHING; // guarded by lock

  /**
   * A stream that has not begun.
   *
   * @param inbox where its client gives credit; null for a client that knows none
   * @param credit the first one
   */
  OutgoingStream(
      Replies.Caller caller,
      Items items,
      Surroundings around,
      Address.@Nullable Inbox inbox,
      @Nullable Credit credit) {
    this.caller = caller;
    this.items = items;
    this.around = around;
    this.inbox = inbox == null ? null : inbox.name();
    this.credit = credit == null ? new Credit(1, Long.MAX_VALUE) : credit;
    this.heard = around.clocks().now();
  }

  String messageId() {
    return caller.messageId();
  }

  /** Produces what there is credit for, on the calling thread, which is a worker. */
  @Override
  public void run() {
    lock.lock();
    try {
      if (over) {
        return;
      }
      producer = Thread.currentThread();
    } finally {
      lock.unlock();
    }
    try {
      items.produce(this);
    } catch (Throwable failure) {
      fail(failure);
    } finally {
      produced();
    }
  }

  private void produced() {
    boolean end;
    boolean resumes;
    lock.lock();
    try {
      producer = null;
      end = over;
      resumes = resumes();
      if (interrupted) {
        Thread.interrupted(); // it was meant for the items, not for what this thread does next
      }
    } finally {
      lock.unlock();
    }
    if (end) {
      close();
    } else if (resumes) {
      around.workers().submit(this);
    }
  }

  /** Whether to go on with credit that came; not while the worker that waits for it still runs. */
  private boolean resumes() {
    boolean now = waits && producer == null && !over && hasCredit();
    waits &= !now;
    return now;
  }

  @Override
  public boolean admits() {
    lock.lock();
    try {
      waits = !over && !hasCredit();
      if (waits) {
        expectSigns();
      }
      return !over && !waits;
    } finally {
      lock.unlock();
    }
  }

  private boolean hasCredit() {
    return sentItems < credit.items() && sentBytes < credit.bytes();
  }

  /** From here on the client must give signs of life, if it knows how. */
  private void expectSigns() {
    if (inbox != null && due == null) {
      heard = around.clocks().now();
      due = around.clocks().later(this::listen, StreamLimits.SILENCE.toNanos());
    }
  }

  @Override
  public void item(@Nullable Object value) {
    long number;
    CompletableFuture<Void> taken = new CompletableFuture<>();
    lock.lock();
    try {
      if (over) {
        return;
      }
      number = sentItems++;
      landed = landed.isDone() ? taken : CompletableFuture.allOf(landed, taken);
      expectSigns();
    } finally {
      lock.unlock();
    }
    try {
      int bytes =
          around
              .replies()
              .item(
                  caller,
                  value,
                  place(number),
                  () -> taken.complete(null),
                  failure -> ended(number, taken, failure));
      lock.lock();
      try {
        sentBytes += bytes;
      } finally {
        lock.unlock();
      }
    } catch (Throwable e) { // of the application's values, too
      String text = "Item " + number + " of " + caller.method() + " cannot be sent: " + Text.of(e);
      log.error(text, e);
      replace(number, text, false);
      taken.complete(null);
    }
  }

  /** Where in the stream a reply comes; null for a client that knows no numbers. */
  private @Nullable StreamItem place(long number) {
    return inbox == null ? null : new StreamItem(number, number == 0 ? inbox : null);
  }

  /** An item got through, or will never. */
  private void ended(long number, CompletableFuture<Void> taken, @Nullable Throwable failure) {
    if (failure == null) {
      if (inbox == null) {
        granted(new Credit(number + 2, Long.MAX_VALUE));
      }
    } else if (Replies.isRefused(failure)) {
      String text =
          "The broker refused item " + number + " of " + caller.method() + ": " + Text.of(failure);
      log.error(text);
      replace(number, text, true);
    } else if (stop(NOTHING, true)) {
      around.replies().dropped(caller, failure);
      abandoned("its client has gone");
    }
    taken.complete(null);
  }

  /** Says in the place of an item why it does not come, also when the end was sent already. */
  private void replace(long number, String text, boolean interrupts) {
    RemoteException.Failure failure = Replies.problem(text);
    if (finish(number, failure, interrupts) || inbox == null) {
      return;
    }
    boolean told;
    lock.lock();
    try {
      told = lastReply != NOTHING;
    } finally {
      lock.unlock();
    }
    if (told) {
      around.workers().await(around.replies().failure(caller, failure, place(number)));
    }
  }

  /** The client allows more, or shows that it is there. */
  void granted(Credit more) {
    boolean resumes;
    lock.lock();
    try {
      heard = around.clocks().now();
      credit =
          new Credit(
              Math.max(credit.items(), more.items()), Math.max(credit.bytes(), more.bytes()));
      resumes = resumes();
    } finally {
      lock.unlock();
    }
    if (resumes) {
      around.workers().submit(this);
    }
  }

  /** No worker was found. */
  @Override
  public void giveBack() {
    end("its server stops");
  }

  /** The client wants no more. */
  void cancelled() {
    if (stop(NOTHING, true)) {
      log.debug("The client of {} wants no more of stream {}", caller.method(), messageId());
    }
  }

  /** The server ends it, and says so to the client. */
  void end(String reason) {
    finish(-1, Replies.problem("The stream of " + caller.method() + " was ended: " + reason), true);
  }

  @Override
  public void end() {
    finish(-1, null, false);
  }

  @Override
  public void fail(Throwable failure) {
    lock.lock();
    try {
      if (over) {
        return; // a cancelled stream may fail as it likes
      }
    } finally {
      lock.unlock();
    }
    finish(-1, around.failed().apply(failure), false);
  }

  /**
   * Sends the last reply. Returns whether it was this call that did.
   *
   * @param number where it comes; less than zero for after all items
   * @param interrupts as for {@link #stop}
   */
  private boolean finish(
      long number, RemoteException.@Nullable Failure failure, boolean interrupts) {
    CompletableFuture<Void> reply = new CompletableFuture<>();
    if (!stop(reply, interrupts)) {
      return false;
    }
    long end;
    CompletableFuture<Void> sent;
    lock.lock();
    try {
      end = number < 0 ? sentItems : number;
      sent = landed;
    } finally {
      lock.unlock();
    }
    // Without numbers the order on the wire is all there is.
    CompletableFuture<Void> before = inbox == null ? sent : NOTHING;
    before
        .thenCompose(
            ready ->
                failure == null
                    ? around.replies().end(caller, place(end))
                    : around.replies().failure(caller, failure, place(end)))
        .whenComplete((told, never) -> sent.thenRun(() -> reply.complete(null)));
    return true;
  }

  /**
   * Admits nothing more, and closes the items. Returns whether it was this call that did.
   *
   * @param reply ends when the client has got the items and has been told
   * @param interrupts whether the thread that produces is interrupted: not if the items end
   */
  private boolean stop(CompletableFuture<Void> reply, boolean interrupts) {
    boolean idle;
    lock.lock();
    try {
      if (over) {
        return false;
      }
      over = true;
      waits = false;
      lastReply = reply;
      Thread running = producer;
      idle = running == null;
      if (interrupts && running != null && running != Thread.currentThread()) {
        interrupted = true;
        running.interrupt();
      }
      if (due != null) {
        due.cancel(false);
      }
    } finally {
      lock.unlock();
    }
    around.streams().remove(this);
    if (idle) {
      around.callbacks().execute(this::close);
    }
    return true;
  }

  private void close() {
    CompletableFuture<Void> reply;
    lock.lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      reply = lastReply;
    } finally {
      lock.unlock();
    }
    try {
      items.close();
    } catch (Throwable failure) {
      log.warn("The items of {} could not be closed", caller.method(), failure);
    }
    reply.whenComplete((sent, never) -> done.complete(null));
  }

  /** Looks whether the client is still there. */
  private void listen() {
    long silent;
    lock.lock();
    try {
      if (over) {
        return;
      }
      silent = around.clocks().now() - heard;
      long patience = StreamLimits.SILENCE.toNanos() - silent;
      if (patience > 0) {
        due = around.clocks().later(this::listen, patience);
        return;
      }
    } finally {
      lock.unlock();
    }
    String reason = "its client gave no sign of life for " + Text.nanos(silent);
    abandoned(reason);
    end(reason);
  }

  private void abandoned(String reason) {
    around.counting().count(Counter.STREAM_ABANDONED, caller.method() + ": " + reason);
    log.warn("The stream of {} to request {} ends: {}", caller.method(), messageId(), reason);
  }
}
