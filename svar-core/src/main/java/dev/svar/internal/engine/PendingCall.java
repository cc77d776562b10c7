package dev.svar.internal.engine;

import dev.svar.CallTimeoutException;
import dev.svar.Counter;
import dev.svar.DeliveryException;
import dev.svar.Target;
import dev.svar.driver.Address;
import dev.svar.driver.DriverException;
import dev.svar.driver.DriverException.Outcome;
import dev.svar.driver.Inspection;
import dev.svar.internal.codec.IncomingReply;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * A call that awaits its reply. There may be very many: it keeps neither what it carries nor an
 * object that only it needs. Whoever waits (the calling thread, or the timer) calls {@link #wake}
 * when it said so; the reading thread completes {@link #reply}.
 *
 * <p>Thread-safe without a lock: {@code reply} ends once, and {@code wake} is called by one waiter
 * at a time.
 */
final class PendingCall implements Engine.Call {
  /** How long before its limit a call asks the broker what it knows. */
  private static final long ASK_BEFORE = Duration.ofMillis(100).toNanos();

  /** How long after its limit a call still waits for what the broker knows. */
  private static final long ASK_AFTER = Duration.ofMillis(100).toNanos();

  private static final AtomicIntegerFieldUpdater<PendingCall> TIMED_OUT =
      AtomicIntegerFieldUpdater.newUpdater(PendingCall.class, "timedOut");

  final String method;
  final Target target;
  final boolean of2013;
  final String messageId;

  /** Ended here alone, so that the timer is told. */
  final CompletableFuture<IncomingReply> reply = new CompletableFuture<>();

  private final long number; // among all messages of this process
  private final Address address;
  private final CallsInFlight calls;
  private final Clocks clocks;
  private final long startedAt;
  private final long deadline;
  private final long patience; // without a sign of life; 0 for no monitoring

  private volatile long lastSign;
  private volatile boolean heardOf;
  private volatile long sentAt;
  private volatile boolean sent;
  private volatile @Nullable DriverException lastFailure;
  private volatile boolean maybeSent;
  private volatile boolean handedOver;
  private volatile boolean over;
  private volatile @Nullable CompletableFuture<Void> publication;
  private volatile @Nullable CompletableFuture<Optional<Inspection>> inspection;
  private volatile @Nullable IncomingReply kept;
  private volatile @Nullable IncomingStream stream;
  private volatile @Nullable Future<?> due;

  @SuppressWarnings("UnusedVariable") // but for TIMED_OUT
  private volatile int timedOut; // 1 if so

  PendingCall(CallRequest request, Address address, CallsInFlight calls, Clocks clocks) {
    this.method = request.method();
    this.target = request.target();
    this.of2013 = request.isOf2013();
    this.address = address;
    this.calls = calls;
    this.clocks = clocks;
    this.messageId = Ids.secret();
    this.number = Ids.number();
    this.startedAt = clocks.now();
    this.deadline = startedAt + Clocks.nanosOf(request.timeout());
    this.patience = request.monitor() == null ? 0 : request.monitor().toNanos();
    this.lastSign = startedAt;
  }

  /** All replies go to {@code reading}; the first one ends the waiting of this. */
  void readBy(IncomingStream reading) {
    stream = reading;
  }

  @Nullable IncomingStream stream() {
    return stream;
  }

  Address address() {
    return address;
  }

  String uniqueId() {
    return Ids.unique(number);
  }

  /** {@code echo to nova/compute@host1}. */
  String what() {
    return method + " to " + target;
  }

  long deadline() {
    return deadline;
  }

  /** The request is on its way: cancelling {@code publication} withdraws it. */
  void publishing(CompletableFuture<Void> publication) {
    this.publication = publication;
    if (reply.isDone()) {
      publication.cancel(false);
    }
  }

  /** Nothing can be withdrawn any more: what was published need not be kept for as long as this. */
  void published() {
    publication = null;
  }

  /** The request is about to be given to the driver. False if it must not be any more. */
  boolean handOver() {
    handedOver = true;
    return !over; // written before the other is read, here and in notSent()
  }

  /** The broker's connection took the request. */
  void sent() {
    sentAt = clocks.now();
    sent = true;
  }

  /** An attempt to publish failed, and will be repeated. */
  void attemptFailed(DriverException failure) {
    lastFailure = failure;
    if (failure.outcome() == Outcome.UNKNOWN) {
      maybeSent = true;
    } else {
      handedOver = false;
    }
  }

  /** A heartbeat came. */
  void signOfLife() {
    lastSign = clocks.now();
    heardOf = true;
  }

  /** A value came whose end, or another value, is still to come. */
  void keep(IncomingReply value) {
    kept = value;
    signOfLife();
  }

  /** The reply came that ends the call. */
  void finish(IncomingReply last) {
    IncomingReply value = kept;
    boolean endsWithoutValue = last.failure() == null && last.result().isNull();
    answered(value != null && endsWithoutValue ? value : last);
  }

  /** Ends the waiting, not the stream that reads what is still to come. */
  void answered(IncomingReply answer) {
    reply.complete(answer);
    cancelDue();
  }

  /** The broker refused what had been written, or closed the channel and nobody knows. */
  void refused(DriverException cause) {
    if (cause.outcome() == Outcome.REFUSED) {
      fail(Failures.notDelivered(what(), cause));
    } else {
      lastFailure = cause;
    }
  }

  /** Ends the call, and forgets it, if nothing else did so before. */
  void fail(RuntimeException failure) {
    calls.remove(this);
    if (reply.completeExceptionally(failure)) {
      withdraw();
    }
    cancelDue();
    IncomingStream reading = stream;
    if (reading != null) {
      reading.failed(failure);
    }
  }

  @Override
  public CompletableFuture<IncomingReply> reply() {
    return reply;
  }

  /** The caller is no longer interested. */
  @Override
  public void cancel() {
    calls.remove(this);
    reply.cancel(false);
    cancelDue();
    withdraw();
  }

  private void withdraw() {
    CompletableFuture<Void> running = publication;
    if (running != null) {
      running.cancel(false);
    }
  }

  /**
   * Does what is due.
   *
   * @return the moment to call this again, unless {@code reply} is done
   */
  long wake() {
    long now = clocks.now();
    long limit = limit();
    if (now - limit < 0) {
      long askAt = limit - Math.min(ASK_BEFORE, (limit - startedAt) / 2);
      if (!sent) {
        return limit;
      }
      if (inspection != null) {
        return limit;
      }
      if (now - askAt < 0) {
        return askAt;
      }
      inspection = calls.inspect(address);
      return limit;
    }
    if (sent && inspection == null && now - limit < ASK_AFTER) {
      inspection = calls.inspect(address);
    }
    CompletableFuture<Optional<Inspection>> asked = inspection;
    if (asked != null && !asked.isDone() && now - limit < ASK_AFTER) {
      asked.whenComplete((found, failure) -> timedOut(clocks.now(), asked));
      return limit + ASK_AFTER;
    }
    timedOut(now, asked);
    return now;
  }

  /** Lets the timer call {@link #wake}: no thread waits. */
  void watch() {
    long next = wake();
    if (!reply.isDone()) {
      due = clocks.later(this::watch, next - clocks.now());
      if (reply.isDone()) {
        cancelDue();
      }
    }
  }

  private void cancelDue() {
    Future<?> planned = due;
    if (planned != null) {
      planned.cancel(false);
    }
  }

  /** Its deadline came before it was sent. */
  void expired() {
    timedOut(clocks.now(), null);
  }

  private long limit() {
    return patience == 0 ? deadline : Math.min(deadline, lastSign + patience);
  }

  private void timedOut(long now, @Nullable CompletableFuture<Optional<Inspection>> asked) {
    if (reply.isDone() || !TIMED_OUT.compareAndSet(this, 0, 1)) {
      return;
    }
    calls.counting().count(Counter.TIMED_OUT, what());
    if (!sent) {
      fail(notSent());
      return;
    }
    Optional<Inspection> known =
        asked != null && asked.isDone() ? asked.getNow(Optional.empty()) : Optional.empty();
    boolean silent = now - deadline < 0;
    String waited =
        silent
            ? "No sign of life from " + method + " on " + target
            : "No reply to " + method + " from " + target;
    String within =
        " within "
            + Text.nanos(silent ? patience : deadline - startedAt)
            + " (request "
            + messageId
            + "). ";
    fail(new CallTimeoutException(waited + within + why(now, silent, known), null));
  }

  private String why(long now, boolean silent, Optional<Inspection> known) {
    DriverException unknown = lastFailure;
    if (unknown != null && unknown.outcome() == Outcome.UNKNOWN) {
      return "It is not known whether the broker took the request ("
          + Text.of(unknown)
          + "): it may have been lost, or have run. Repeat it if the method may run twice.";
    }
    Connections connections = calls.connections();
    Connections.Event lost = connections.lostSince(sentAt);
    if (lost != null) {
      return "The connection was lost "
          + Text.nanos(lost.at() - sentAt)
          + " after the request was sent ("
          + lost.what()
          + "): the request may have been lost, or have run. Repeat it if the method may run twice.";
    }
    if (silent && heardOf) {
      return "Its heartbeats stopped "
          + Text.nanos(now - lastSign)
          + " ago: the server has probably died while the method ran.";
    }
    if (known.isEmpty()) {
      return "The request was handed to the broker, which did not say in time what became of it:"
          + " check that a server listens on this topic, or allow more time with"
          + " RpcClient.Builder.timeout.";
    }
    Inspection queue = known.get();
    if (!queue.exists()) {
      return "The queue of " + address + " is gone: its servers have stopped.";
    }
    String backlog =
        queue.backlog() == 0 ? "" : ", and " + Text.requestsWait(queue.backlog()) + " in its queue";
    if (queue.consumers() == 0) {
      return "Nobody consumes from the queue of "
          + address
          + backlog
          + ": start a server on this topic.";
    }
    return (queue.consumers() == 1 ? "1 server listens" : queue.consumers() + " servers listen")
        + backlog
        + ": the method is slow or the servers are busy; allow more time with"
        + " RpcClient.Builder.timeout, or add servers.";
  }

  private DeliveryException notSent() {
    over = true;
    boolean begun = handedOver;
    withdraw();
    CompletableFuture<Void> ended = publication;
    boolean unsent = !maybeSent && (!begun || (ended != null && ended.isCompletedExceptionally()));
    DriverException failure = lastFailure;
    Connections.Event blocked = calls.connections().blocked();
    String reason =
        blocked != null
            ? "the broker has taken no messages for "
                + Text.nanos(clocks.now() - blocked.at())
                + " ("
                + blocked.what()
                + ")"
            : failure != null ? Text.of(failure) : "the broker did not take the request in time";
    return new DeliveryException(
        unsent ? DeliveryException.Outcome.NOT_SENT : DeliveryException.Outcome.UNKNOWN,
        what()
            + (unsent ? " was not sent within " : " may or may not have been sent within ")
            + Text.nanos(deadline - startedAt)
            + ": "
            + reason
            + ". Check the URL and the broker, or allow more time with RpcClient.Builder.timeout.",
        failure);
  }
}
