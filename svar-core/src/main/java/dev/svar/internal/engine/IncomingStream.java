package dev.svar.internal.engine;

import dev.svar.CallTimeoutException;
import dev.svar.Counter;
import dev.svar.MessagingException;
import dev.svar.internal.codec.Credit;
import dev.svar.internal.codec.IncomingReply;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The replies to one request that wants all of them, in order. They are kept here until they are
 * taken, and so many of them that the credit which was given is the bound; of a server that knows
 * no credit, so many as {@link StreamLimits} says.
 *
 * <p>Thread-safe; one at a time may take. The lock is held for a decision only. Waiting for the
 * first reply is the {@link PendingCall}'s affair, waiting for the others this one's.
 */
public final class IncomingStream implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(IncomingStream.class);

  private static final long NEVER = Long.MAX_VALUE;

  private final PendingCall call;
  private final CallsInFlight calls;
  private final Clocks clocks;
  private final StreamSignals signals;
  private final long begun;
  private final long patience; // for each item
  private final long monitor; // without a sign of life; 0 for no monitoring
  private final long deadline; // of all of it; NEVER for none

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ReceivedItems received; // guarded by lock, as all below
  private @Nullable String server;
  private @Nullable String second; // that answers, too
  private boolean heard; // something else than a heartbeat came
  private boolean over;
  private @Nullable RuntimeException failure;
  private boolean cutOff; // it was over here before it was at the server
  private boolean cancelled; // and the server was told so
  private long waitingSince = NEVER;
  private long lastSign;
  private @Nullable Runnable listener;
  private @Nullable Future<?> watch;
  private long watchAt = NEVER;
  private @Nullable Future<?> signOfLife;

  IncomingStream(
      PendingCall call,
      CallRequest request,
      CallsInFlight calls,
      Clocks clocks,
      StreamSignals signals,
      @Nullable Duration overall,
      long mostBytes) {
    this.call = call;
    this.calls = calls;
    this.clocks = clocks;
    this.signals = signals;
    this.begun = clocks.now();
    this.lastSign = begun;
    this.patience = Clocks.nanosOf(request.timeout());
    this.monitor = request.monitor() == null ? 0 : request.monitor().toNanos();
    this.deadline = overall == null ? NEVER : begun + Clocks.nanosOf(overall);
    this.received = new ReceivedItems(call, mostBytes, what -> calls.repeated(call, what));
  }

  /** The request is on its way: deadlines count. */
  void begin() {
    lock.lock();
    try {
      if (!over) {
        watch();
      }
    } finally {
      lock.unlock();
    }
  }

  // ---- what arrives, on the thread that reads, or on a callback thread ----

  /** A reply came. */
  void arrived(IncomingReply reply, int bytes) {
    if (reply.isHeartbeat()) {
      call.signOfLife();
    } else {
      call.answered(reply); // it has begun: the timeout of the request is over
    }
    Runnable told;
    boolean late = false;
    boolean ended = false;
    boolean refused = false;
    lock.lock();
    try {
      if (over) {
        late = true;
      } else {
        lastSign = clocks.now();
        heard |= !reply.isHeartbeat();
        take(reply, bytes);
        ended = over;
        refused = failure != null;
        if (!over) {
          watch();
        }
      }
      told = wake();
    } finally {
      lock.unlock();
    }
    if (late) {
      calls.late(reply);
      return;
    }
    if (refused) {
      cancel();
    } else if (ended) {
      calls.remove(call);
      endTimers();
    }
    tell(told);
  }

  private void take(IncomingReply reply, int bytes) {
    long before = received.items();
    RuntimeException refusal = received.put(reply, bytes);
    over = received.ended();
    if (refusal != null) {
      end(refusal);
    }
    if (over || received.items() > before) {
      waitingSince = NEVER;
    }
    String inbox = reply.item() == null ? null : reply.item().inbox();
    if (inbox == null || over) {
      return;
    }
    if (server == null) {
      server = inbox;
      signOfLife = clocks.later(this::signOfLife, StreamLimits.SIGN_OF_LIFE.toNanos());
    } else if (!inbox.equals(server)) {
      second = inbox;
      end(twoServers());
    }
  }

  /** The request was delivered again, when the first server had it already. */
  private MessagingException twoServers() {
    return new MessagingException(
        "Two servers answer "
            + call.what()
            + ", so that their items cannot be told apart (after "
            + Text.items(received.items())
            + "; request "
            + call.messageId
            + "): the broker delivered it twice. Repeat it if the method may run again.",
        null);
  }

  private void end(RuntimeException why) {
    over = true;
    cutOff = true;
    failure = why;
  }

  // ---- who reads ----

  /**
   * Calls {@code more}, which must not block and may come on any thread, when there may be
   * something to take.
   */
  public void listen(Runnable more) {
    lock.lock();
    try {
      listener = more;
    } finally {
      lock.unlock();
    }
    more.run();
  }

  /**
   * Takes the next reply, waiting on the calling thread.
   *
   * @return null at the end
   * @throws MessagingException of some kind, if the stream was cut off
   */
  public @Nullable IncomingReply take() throws InterruptedException {
    IncomingReply taken;
    lock.lock();
    try {
      while (received.isEmpty() && !over) {
        waitForMore();
        changed.await();
      }
      taken = poll();
    } finally {
      lock.unlock();
    }
    giveCredit();
    return taken;
  }

  /**
   * Takes the next reply if one is there.
   *
   * @return null if none is there now, or at the end: see {@link #atEnd}
   * @throws MessagingException of some kind, if the stream was cut off
   */
  public @Nullable IncomingReply takeNow() {
    IncomingReply taken;
    lock.lock();
    try {
      if (received.isEmpty() && !over) {
        waitForMore();
        return null;
      }
      taken = poll();
    } finally {
      lock.unlock();
    }
    giveCredit();
    return taken;
  }

  /** Whether every item was taken: what is taken next is the end, or why there is none. */
  public boolean atEnd() {
    lock.lock();
    try {
      return received.isEmpty() ? over : received.isFailureNext();
    } finally {
      lock.unlock();
    }
  }

  private @Nullable IncomingReply poll() {
    IncomingReply one = received.poll();
    if (one == null && failure != null) {
      throw failure;
    }
    return one;
  }

  private void giveCredit() {
    Credit more;
    String inbox;
    lock.lock();
    try {
      inbox = server;
      more = over || inbox == null ? null : received.moreCredit();
    } finally {
      lock.unlock();
    }
    if (more != null && inbox != null) {
      signals.credit(inbox, call.messageId, more);
    }
  }

  private void waitForMore() {
    if (waitingSince == NEVER) {
      waitingSince = clocks.now();
      watch();
    }
  }

  private @Nullable Runnable wake() {
    changed.signalAll();
    return listener;
  }

  private static void tell(@Nullable Runnable listener) {
    if (listener != null) {
      listener.run();
    }
  }

  // ---- how it ends before its time ----

  /** Wants no more: tells the server, forgets what came. Again, or after the end, does nothing. */
  @Override
  public void close() {
    lock.lock();
    try {
      received.clear();
      failure = null;
      cutOff |= !over;
      over = true;
      wake(); // who waits on another thread finds the end
      if (!cutOff || cancelled) {
        return;
      }
    } finally {
      lock.unlock();
    }
    cancel();
  }

  /** The request failed, the transport closes, or a reply cannot be read. */
  void failed(RuntimeException why) {
    if (fail(why)) {
      cancel();
    }
  }

  private boolean fail(RuntimeException why) {
    Runnable told;
    lock.lock();
    try {
      if (over) {
        return false;
      }
      end(why);
      told = wake();
    } finally {
      lock.unlock();
    }
    tell(told);
    return true;
  }

  /**
   * Tells the server, if it is known; if not, it is told when its first item comes. Whoever notices
   * first that the stream is cut off does it, be it the reader that closes the transport next; who
   * comes before the first one is done does it as well, since nobody may rely on what is not done.
   */
  private void cancel() {
    call.cancel();
    endTimers();
    String inbox;
    String other;
    boolean first;
    lock.lock();
    try {
      inbox = server;
      other = second;
      first = !cancelled;
    } finally {
      lock.unlock();
    }
    if (inbox != null && first) {
      signals.cancel(inbox, call.messageId);
    }
    if (other != null && first) {
      signals.cancel(other, call.messageId);
    }
    lock.lock();
    try {
      cancelled = true;
    } finally {
      lock.unlock();
    }
  }

  // ---- time ----

  /** Sees to it that the limit is noticed. */
  private void watch() {
    long limit = limit();
    if (limit == NEVER || (watch != null && watchAt - limit <= 0)) {
      return; // what is due earlier comes back here
    }
    if (watch != null) {
      watch.cancel(false);
    }
    watchAt = limit;
    watch = clocks.later(this::due, limit - clocks.now());
  }

  private long limit() {
    long limit = deadline;
    if (heard) { // until then the call has the same limits
      if (waitingSince != NEVER) {
        limit = earlier(limit, waitingSince + patience);
      }
      if (monitor > 0) {
        limit = earlier(limit, lastSign + monitor);
      }
    }
    return limit;
  }

  private static long earlier(long one, long other) {
    return one == NEVER || other - one < 0 ? other : one;
  }

  private void due() {
    RuntimeException late = null;
    lock.lock();
    try {
      watch = null;
      watchAt = NEVER;
      if (over) {
        return;
      }
      long limit = limit();
      if (limit != NEVER && clocks.now() - limit >= 0) {
        late = timedOut(limit);
      } else {
        watch();
      }
    } finally {
      lock.unlock();
    }
    if (late != null && fail(late)) {
      calls.counting().count(Counter.TIMED_OUT, call.what());
      cancel();
    }
  }

  private CallTimeoutException timedOut(long limit) {
    String came = ", after " + Text.items(received.items()) + " (request " + call.messageId + "). ";
    if (limit == deadline) {
      return new CallTimeoutException(
          call.what()
              + " did not end within "
              + Text.nanos(deadline - begun)
              + came
              + "Allow more time with RpcClient.Builder.overallTimeout.",
          null);
    }
    boolean silent = monitor > 0 && limit == lastSign + monitor;
    return new CallTimeoutException(
        (silent ? "No sign of life from " : "No further item of ")
            + call.what()
            + " within "
            + Text.nanos(silent ? monitor : patience)
            + came
            + why(silent),
        null);
  }

  private String why(boolean silent) {
    if (received.hasGap()) {
      return "Item " + received.next() + " was lost: later ones came.";
    }
    Connections.Event lost = calls.connections().lostSince(lastSign);
    if (lost != null) {
      return "The connection was lost "
          + Text.nanos(lost.at() - lastSign)
          + " after the last reply ("
          + lost.what()
          + "): what was sent since may have been lost.";
    }
    return silent
        ? "Its heartbeats stopped: the server has probably died."
        : "The method is slow, or its server has died: allow more time with"
            + " RpcClient.Builder.timeout, or watch it with RpcClient.Builder.monitor.";
  }

  private void signOfLife() {
    String inbox;
    Credit credit;
    lock.lock();
    try {
      inbox = server;
      credit = received.credit();
      if (over || inbox == null) {
        return;
      }
      signOfLife = clocks.later(this::signOfLife, StreamLimits.SIGN_OF_LIFE.toNanos());
    } finally {
      lock.unlock();
    }
    log.trace("A sign of life for stream {}", call.messageId);
    signals.credit(inbox, call.messageId, credit);
  }

  private void endTimers() {
    lock.lock();
    try {
      if (watch != null) {
        watch.cancel(false);
      }
      if (signOfLife != null) {
        signOfLife.cancel(false);
      }
    } finally {
      lock.unlock();
    }
  }
}
