package dev.svar.internal.engine;

import dev.svar.Counter;
import dev.svar.RemoteException;
import dev.svar.driver.Address;
import dev.svar.driver.DriverException;
import dev.svar.driver.Message;
import dev.svar.driver.PublishOptions.Confirm;
import dev.svar.internal.codec.Codec;
import dev.svar.internal.codec.EncodeException;
import dev.svar.internal.codec.Reply;
import dev.svar.internal.codec.StreamItem;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
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

  /** Who waits for what, and where. */
  record Caller(String messageId, String queue, String method, Era era) {

    private @Nullable String idInReplies() {
      return era == Era.BEFORE_2013 ? null : messageId;
    }

    /** What a value says that nothing follows, or a failure. */
    private @Nullable Boolean ending() {
      return era == Era.TODAY ? true : null;
    }
  }

  /**
   * Sends a result, and the reply that ends where the caller wants one. Ends, never with a failure,
   * when that is sent, given up, or put aside because its caller has gone for now.
   */
  CompletableFuture<Void> result(Caller caller, @Nullable Object result) {
    Reply value = new Reply(caller.idInReplies(), Ids.unique(), result, null, caller.ending());
    try {
      CompletableFuture<Void> sent = send(caller, value);
      return caller.era() == Era.TODAY ? sent : sent.thenCompose(done -> end(caller, null));
    } catch (EncodeException e) {
      log.error("The result of {} cannot be sent", caller.method(), e);
      return failure(
          caller, problem("The result of " + caller.method() + " cannot be sent: " + Text.of(e)));
    }
  }

  /**
   * Sends a value that others follow, to a caller of 2013. Ends, never with a failure, when it is
   * sent, given up, or put aside because its caller has gone for now.
   *
   * @throws EncodeException if it cannot be sent
   */
  CompletableFuture<Void> early(Caller caller, @Nullable Object value) throws EncodeException {
    return send(caller, new Reply(caller.idInReplies(), Ids.unique(), value, null, null));
  }

  /** Sends a failure, as {@link #failure(Caller, RemoteException.Failure, StreamItem)}. */
  CompletableFuture<Void> failure(Caller caller, RemoteException.Failure failure) {
    return failure(caller, failure, null);
  }

  /**
   * Sends a failure, which ends the call. Ends, never with a failure, when it is sent, given up, or
   * put aside because its caller has gone for now.
   *
   * @param item where in a stream it comes
   */
  CompletableFuture<Void> failure(
      Caller caller, RemoteException.Failure failure, @Nullable StreamItem item) {
    try {
      return send(caller, failed(caller, failure, item));
    } catch (EncodeException e) {
      log.error("The failure of {} cannot be sent as it is", caller.method(), e);
      RemoteException.Failure plain =
          new RemoteException.Failure(
              failure.type(), failure.module(), "", List.of(), List.of(), Map.of());
      return sendPlain(caller, failed(caller, plain, item));
    }
  }

  private static Reply failed(
      Caller caller, RemoteException.Failure failure, @Nullable StreamItem item) {
    RemoteException.Failure named = caller.era().named(failure);
    return new Reply(caller.idInReplies(), Ids.unique(), null, named, caller.ending(), item);
  }

  /** Sends the reply that ends a stream; it ends as that of a failure does. */
  CompletableFuture<Void> end(Caller caller, @Nullable StreamItem item) {
    return sendPlain(caller, new Reply(caller.idInReplies(), Ids.unique(), null, null, true, item));
  }

  private CompletableFuture<Void> sendPlain(Caller caller, Reply reply) {
    try {
      return send(caller, reply);
    } catch (EncodeException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /**
   * Sends one item of a stream.
   *
   * @param item null for a caller that knows no credit
   * @param held called when it is put aside because its caller has gone for now, maybe several
   *     times
   * @param ended hears once, with null when the item got through, or with why it did not
   * @return the bytes of its body
   * @throws EncodeException if the value cannot be sent
   */
  int item(
      Caller caller,
      @Nullable Object value,
      @Nullable StreamItem item,
      Runnable held,
      Consumer<@Nullable Throwable> ended)
      throws EncodeException {
    Reply reply = new Reply(caller.idInReplies(), Ids.unique(), value, null, null, item);
    Message message = codec.encode(reply);
    missing.deliver(
        caller.queue(),
        new MissingInboxes.Undelivered(() -> publish(caller, reply, message), held, ended));
    return message.size();
  }

  /**
   * Sends a sign of life once.
   *
   * @return ends with a failure if nobody is there to see it
   */
  CompletableFuture<Void> heartbeat(Caller caller) {
    Reply reply = new Reply(caller.idInReplies(), Ids.unique(), null, null, false);
    try {
      return outbox.publishMandatory(
          reply.uniqueId(),
          new Address.Inbox(caller.queue()),
          codec.encode(reply),
          Confirm.EVENTUAL,
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
        caller.era() == Era.TODAY ? Confirm.EVENTUAL : Confirm.PROMPT, // others await the first
        new Retry(-1),
        clocks.after(PATIENCE));
  }

  private void gaveUp(Caller caller, Reply reply, Throwable failure, CompletableFuture<Void> done) {
    if (isRefused(failure) && reply.failure() == null) {
      String text = "The broker refused the result of " + caller.method() + ": " + Text.of(failure);
      log.error(text);
      failure(caller, problem(text), reply.item())
          .whenComplete((sent, never) -> done.complete(null));
      return;
    }
    dropped(caller, failure);
    done.complete(null);
  }

  /** Whether another reply might get through where this one did not. */
  static boolean isRefused(Throwable failure) {
    return failure instanceof DriverException problem
        && problem.outcome() == DriverException.Outcome.REFUSED;
  }

  /** Counts and logs that a caller does not get what it waits for. */
  void dropped(Caller caller, Throwable failure) {
    counting.count(
        Counter.REPLY_DROPPED, "reply to " + caller.messageId() + ": " + Text.of(failure));
    log.warn(
        "The reply of {} to request {} was dropped: {}",
        caller.method(),
        caller.messageId(),
        failure instanceof Outbox.ReturnedException
            ? "the caller's queue " + caller.queue() + " does not exist any more"
            : Text.of(failure));
  }
}
