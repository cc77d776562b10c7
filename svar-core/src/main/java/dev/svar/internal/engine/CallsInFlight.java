package dev.svar.internal.engine;

import dev.svar.ClosedException;
import dev.svar.Counter;
import dev.svar.MalformedReplyException;
import dev.svar.driver.Address;
import dev.svar.driver.DriverException;
import dev.svar.driver.Inspection;
import dev.svar.internal.codec.IncomingReply;
import dev.svar.internal.codec.StreamItem;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The calls that await a reply, by message id. Thread-safe, never blocks. The reading thread
 * completes a call; a blocking caller waits on that directly, every other dependent is moved to
 * another thread by who adds it.
 */
final class CallsInFlight {
  private static final Logger log = LoggerFactory.getLogger(CallsInFlight.class);

  private final Map<String, PendingCall> byMessageId = new ConcurrentHashMap<>();
  private final Inspections inspections;
  private final Connections connections;
  private final Counting counting;
  private final StreamSignals signals;
  private volatile boolean closed;

  CallsInFlight(
      Inspections inspections, Connections connections, Counting counting, StreamSignals signals) {
    this.inspections = inspections;
    this.connections = connections;
    this.counting = counting;
    this.signals = signals;
  }

  Connections connections() {
    return connections;
  }

  Counting counting() {
    return counting;
  }

  CompletableFuture<Optional<Inspection>> inspect(Address address) {
    return inspections.of(address);
  }

  void add(PendingCall call) {
    byMessageId.put(call.messageId, call);
    if (closed) {
      // close() may have gone through the map just before the put, and would never see this call.
      call.fail(closedException(call));
    }
  }

  void remove(PendingCall call) {
    byMessageId.remove(call.messageId, call);
  }

  int size() {
    return byMessageId.size();
  }

  /** A reply came: ends its call, is its heartbeat, or a part of what is read as a stream. */
  void replied(IncomingReply reply, int bytes) {
    PendingCall call = byMessageId.get(reply.messageId());
    if (call == null) {
      late(reply);
      return;
    }
    IncomingStream stream = call.stream();
    if (stream != null) {
      stream.arrived(reply, bytes);
    } else if (reply.isLast()) {
      byMessageId.remove(call.messageId, call);
      call.finish(reply);
    } else if (reply.isHeartbeat()) {
      call.signOfLife();
    } else {
      // One of several values, of which the last counts: from servers of 2013, which end with an
      // empty reply, as those before oslo.messaging 4.0 do.
      call.keep(reply);
    }
  }

  /** A reply came that nobody waits for. The server of a stream is told so. */
  void late(IncomingReply reply) {
    counting.count(Counter.LATE_REPLY, "reply to " + reply.messageId());
    log.debug("No call waits for the reply to {}: it came late, or twice", reply.messageId());
    StreamItem item = reply.item();
    if (item != null && item.inbox() != null && !reply.isLast()) {
      signals.cancel(item.inbox(), reply.messageId());
    }
  }

  /** A part of a stream came again. */
  void repeated(PendingCall call, String what) {
    counting.count(Counter.DUPLICATE, what + " of " + call.what());
    log.debug("{} of stream {} came again and was dropped", what, call.messageId);
  }

  /** A reply came that cannot be read. Returns whether a call waited for it. */
  boolean malformed(@Nullable String messageId, String problem, @Nullable Throwable cause) {
    PendingCall call = messageId == null ? null : byMessageId.get(messageId);
    if (call == null) {
      return false;
    }
    call.fail(
        new MalformedReplyException(
            "The reply to " + call.what() + " cannot be read: " + problem, cause));
    return true;
  }

  /** A request came back. Returns whether it was of a call that waits. */
  boolean returned(@Nullable String messageId, @Nullable String uniqueId) {
    PendingCall call = messageId == null ? null : byMessageId.get(messageId);
    if (call == null || !call.uniqueId().equals(uniqueId)) {
      return false;
    }
    call.fail(Failures.nobodyListens(call.method, call.target));
    return true;
  }

  /** A request that had been written was refused. Returns whether it was of a call that waits. */
  boolean refused(@Nullable String messageId, @Nullable String uniqueId, DriverException cause) {
    PendingCall call = messageId == null ? null : byMessageId.get(messageId);
    if (call == null || !call.uniqueId().equals(uniqueId)) {
      return false;
    }
    call.refused(cause);
    return true;
  }

  void close() {
    closed = true;
    for (PendingCall call : byMessageId.values()) {
      call.fail(closedException(call));
    }
  }

  private static ClosedException closedException(PendingCall call) {
    return new ClosedException(
        "The transport was closed while "
            + call.what()
            + " waited for its reply (request "
            + call.messageId
            + "). It may have run.",
        null);
  }
}
