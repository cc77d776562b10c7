package dev.svar.internal.engine;

import dev.svar.Counter;
import dev.svar.RemoteException;
import dev.svar.driver.Address;
import dev.svar.driver.DriverException;
import dev.svar.driver.Message;
import dev.svar.internal.codec.Codec;
import dev.svar.internal.codec.EncodeException;
import dev.svar.internal.codec.Reply;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what methods gave to their callers. No worker waits for that: a reply that does not get
 * through is repeated in the background, and one that cannot be sent at all becomes a failure that
 * can. Thread-safe, never blocks.
 */
final class Replies {
  private static final Logger log = LoggerFactory.getLogger(Replies.class);

  /** A reply is worth nothing when its caller has given up long ago. */
  private static final Duration PATIENCE = Duration.ofMinutes(30);

  private final Codec codec;
  private final Outbox outbox;
  private final MissingInboxes missing;
  private final Clocks clocks;
  private final Counting counting;

  Replies(Codec codec, Outbox outbox, MissingInboxes missing, Clocks clocks, Counting counting) {
    this.codec = codec;
    this.outbox = outbox;
    this.missing = missing;
    this.clocks = clocks;
    this.counting = counting;
  }

  /** Who waits for what. */
  record Caller(String messageId, String queue, String method) {}

  /**
   * Sends a result. Ends, never with a failure, when it is sent, given up, or put aside because its
   * caller has gone for now.
   */
  CompletableFuture<Void> result(Caller caller, @Nullable Object result) {
    try {
      return send(caller, new Reply(caller.messageId(), Ids.next(), result, null, true));
    } catch (EncodeException e) {
      log.error("The result of {} cannot be sent", caller.method(), e);
      return failure(
          caller, problem("The result of " + caller.method() + " cannot be sent: " + Text.of(e)));
    }
  }

  /**
   * Sends a failure. Ends, never with a failure, when it is sent, given up, or put aside because
   * its caller has gone for now.
   */
  CompletableFuture<Void> failure(Caller caller, RemoteException.Failure failure) {
    try {
      return send(caller, new Reply(caller.messageId(), Ids.next(), null, failure, true));
    } catch (EncodeException e) {
      log.error("The failure of {} cannot be sent as it is", caller.method(), e);
      RemoteException.Failure plain =
          new RemoteException.Failure(
              failure.type(), failure.module(), "", List.of(), List.of(), Map.of());
      try {
        return send(caller, new Reply(caller.messageId(), Ids.next(), null, plain, true));
      } catch (EncodeException impossible) {
        throw new IllegalStateException(impossible);
      }
    }
  }

  /**
   * Sends a sign of life once.
   *
   * @return ends with a failure if nobody is there to see it
   */
  CompletableFuture<Void> heartbeat(Caller caller) {
    Reply reply = new Reply(caller.messageId(), Ids.next(), null, null, false);
    try {
      return outbox.publishMandatory(
          reply.uniqueId(),
          new Address.Inbox(caller.queue()),
          codec.encode(reply),
          new Retry(0),
          clocks.after(PATIENCE));
    } catch (EncodeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /** Gives up what was put aside. */
  void close() {
    missing.close();
  }

  static RemoteException.Failure problem(String text) {
    return new RemoteException.Failure(
        "MessagingException", "dev.svar", text, List.of(), List.of(text), Map.of());
  }

  private CompletableFuture<Void> send(Caller caller, Reply reply) throws EncodeException {
    Message message = codec.encode(reply);
    CompletableFuture<Void> done = new CompletableFuture<>();
    missing.deliver(
        caller.queue(),
        new MissingInboxes.Undelivered(
            () -> publish(caller, reply, message),
            () -> done.complete(null), // whoever waits need not wait for a caller that has gone
            failure -> {
              if (failure != null) {
                gaveUp(caller, reply, failure, done);
              } else {
                done.complete(null);
              }
            }));
    return done;
  }

  private CompletableFuture<Void> publish(Caller caller, Reply reply, Message message) {
    return outbox.publishMandatory(
        reply.uniqueId(),
        new Address.Inbox(caller.queue()),
        message,
        new Retry(-1),
        clocks.after(PATIENCE));
  }

  private void gaveUp(Caller caller, Reply reply, Throwable failure, CompletableFuture<Void> done) {
    if (failure instanceof DriverException problem
        && problem.outcome() == DriverException.Outcome.REFUSED
        && reply.failure() == null) {
      String text = "The broker refused the result of " + caller.method() + ": " + Text.of(problem);
      log.error(text);
      failure(caller, problem(text)).whenComplete((sent, never) -> done.complete(null));
      return;
    }
    counting.count(
        Counter.REPLY_DROPPED, "reply to " + caller.messageId() + ": " + Text.of(failure));
    log.warn(
        "The reply of {} to request {} was dropped: {}",
        caller.method(),
        caller.messageId(),
        failure instanceof Outbox.ReturnedException
            ? "the caller's queue " + caller.queue() + " does not exist any more"
            : Text.of(failure));
    done.complete(null);
  }
}
