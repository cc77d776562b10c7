package dev.svar.internal.engine;

import dev.svar.driver.Address;
import dev.svar.driver.Driver;
import dev.svar.driver.DriverException;
import dev.svar.driver.Message;
import dev.svar.driver.PublishOptions;
import dev.svar.driver.PublishOptions.Confirm;
import dev.svar.internal.codec.Codec;
import dev.svar.internal.codec.Credit;
import dev.svar.internal.codec.Request;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Sends requests that are answered. Thread-safe, never blocks. */
final class Calls {
  private final CallsInFlight inFlight;
  private final StreamSignals signals;
  private final Driver driver;
  private final Codec codec;
  private final Inbox inbox;
  private final Outbox outbox;
  private final Clocks clocks;
  private final Executor callbacks;
  private final int mostBytes;

  Calls(
      CallsInFlight inFlight,
      StreamSignals signals,
      Driver driver,
      Codec codec,
      Inbox inbox,
      Outbox outbox,
      Clocks clocks,
      Executor callbacks,
      int mostBytes) {
    this.inFlight = inFlight;
    this.signals = signals;
    this.driver = driver;
    this.codec = codec;
    this.inbox = inbox;
    this.outbox = outbox;
    this.clocks = clocks;
    this.callbacks = callbacks;
    this.mostBytes = mostBytes;
  }

  /** Sends a request for one reply. */
  PendingCall begin(CallRequest request, Address address) {
    PendingCall call = new PendingCall(request, address, inFlight, clocks);
    begin(call, request);
    return call;
  }

  /** Sends a request for all replies. */
  IncomingStream multicall(CallRequest request, Address address, @Nullable Duration overall) {
    PendingCall call = new PendingCall(request, address, inFlight, clocks);
    IncomingStream stream =
        new IncomingStream(call, request, inFlight, clocks, signals, overall, mostBytes);
    call.readBy(stream);
    begin(call, request);
    call.watch();
    stream.begin();
    return stream;
  }

  private void begin(PendingCall call, CallRequest request) {
    inFlight.add(call);
    Address.Inbox open = inbox.ifOpen();
    Message encoded = open == null ? null : encode(call, request, open);
    CompletableFuture<Void> publication =
        outbox.attempt(() -> attempt(call, request, encoded), request.retry(), call.deadline());
    if (publication.isDone() && !publication.isCompletedExceptionally()) {
      return;
    }
    call.publishing(publication);
    publication.whenComplete(
        (done, failure) -> {
          if (failure == null) {
            call.published();
          } else if (!call.reply.isDone()) {
            publishingFailed(call, Outbox.unwrap(failure));
          }
        });
  }

  private CompletableFuture<Void> attempt(
      PendingCall call, CallRequest request, @Nullable Message encoded) {
    CompletableFuture<Void> attempt =
        encoded != null ? publish(call, request, encoded) : open(call, request);
    attempt.whenComplete(
        (done, failure) -> {
          if (failure != null && Outbox.unwrap(failure) instanceof DriverException problem) {
            call.attemptFailed(problem);
          }
        });
    return attempt;
  }

  private CompletableFuture<Void> open(PendingCall call, CallRequest request) {
    Following<Void> publication = new Following<>();
    inbox
        .open()
        .whenCompleteAsync(
            (address, failure) ->
                publication.follow(
                    () ->
                        failure == null
                            ? publish(call, request, encode(call, request, address))
                            : CompletableFuture.failedFuture(failure)),
            callbacks);
    return publication;
  }

  private CompletableFuture<Void> publish(PendingCall call, CallRequest request, Message message) {
    if (!call.handOver()) {
      return CompletableFuture.failedFuture(new CancellationException()); // nobody waits any more
    }
    PublishOptions options =
        new PublishOptions(request.mandatory(), request.timeout(), Confirm.NONE);
    CompletableFuture<Void> publication = driver.publish(call.address(), message, options);
    publication.whenComplete(
        (done, failure) -> {
          if (failure == null) {
            call.sent();
          }
        });
    return publication;
  }

  private void publishingFailed(PendingCall call, Throwable failure) {
    if (failure instanceof CancellationException) {
      return; // it was withdrawn by who ends the call
    }
    if (failure instanceof DriverException problem
        && problem.outcome() == DriverException.Outcome.UNKNOWN) {
      call.sent(); // it may be there: its reply decides
    } else if (failure instanceof DriverException problem
        && problem.outcome() == DriverException.Outcome.NOT_SENT
        && clocks.now() - call.deadline() >= 0) {
      call.expired();
    } else {
      call.fail(
          failure instanceof IllegalArgumentException unwritable
              ? unwritable
              : Failures.notDelivered(call.what(), failure));
    }
  }

  private Message encode(PendingCall call, CallRequest request, Address.Inbox inbox) {
    Duration monitor = request.monitor();
    Integer seconds = monitor == null ? null : (int) monitor.toSeconds();
    Credit stream = call.stream() == null ? null : StreamLimits.FIRST;
    try {
      return request.encode(
          codec,
          call.uniqueId(),
          new Request.ReplyTo(
              call.messageId,
              inbox.name(),
              new Request.Timeout(!request.isOf2013(), seconds),
              stream));
    } catch (IllegalArgumentException e) {
      inFlight.remove(call);
      throw e;
    }
  }
}
