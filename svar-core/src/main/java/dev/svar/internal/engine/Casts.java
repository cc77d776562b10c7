package dev.svar.internal.engine;

import dev.svar.DeliveryException;
import dev.svar.driver.Address;
import dev.svar.driver.Message;
import dev.svar.driver.PublishOptions;
import dev.svar.internal.codec.Codec;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;

/** Sends requests that nobody answers. Thread-safe. */
final class Casts {
  private final Codec codec;
  private final Outbox outbox;
  private final Clocks clocks;
  private final Connections connections;
  private final Executor callbacks;

  Casts(Codec codec, Outbox outbox, Clocks clocks, Connections connections, Executor callbacks) {
    this.codec = codec;
    this.outbox = outbox;
    this.clocks = clocks;
    this.connections = connections;
    this.callbacks = callbacks;
  }

  /** Sends, and waits on the calling thread until the broker has it. */
  void cast(CallRequest request, Address address) {
    CompletableFuture<Void> publication = publish(request, address);
    CompletableFuture<Void> ending =
        clocks.external() ? limited(request, publication) : publication;
    try {
      Failures.await(
          ending, request.timeout(), request.what(), () -> timedOut(request, publication));
    } catch (RuntimeException e) {
      publication.cancel(false);
      throw failure(request, e);
    }
  }

  /** Sends; the future ends, on a callback thread, when the broker has it. */
  CompletableFuture<Void> castAsync(CallRequest request, Address address) {
    CompletableFuture<Void> publication = publish(request, address);
    CompletableFuture<Void> result = new CompletableFuture<>();
    limited(request, publication)
        .whenCompleteAsync(
            (done, failure) -> {
              if (failure == null) {
                result.complete(null);
              } else {
                result.completeExceptionally(failure(request, Outbox.unwrap(failure)));
              }
            },
            callbacks);
    result.whenComplete((done, failure) -> publication.cancel(false));
    return result;
  }

  private CompletableFuture<Void> publish(CallRequest request, Address address) {
    String uniqueId = Ids.next();
    Message message = request.encode(codec, uniqueId, null);
    long deadline = clocks.after(request.timeout());
    return request.mandatory() && !request.target().fanout()
        ? outbox.publishMandatory(uniqueId, address, message, request.retry(), deadline)
        : outbox.publish(address, message, PublishOptions.DEFAULT, request.retry(), deadline);
  }

  /** Ends as {@code publication} does, or when the request's time is over. */
  private CompletableFuture<Void> limited(
      CallRequest request, CompletableFuture<Void> publication) {
    if (publication.isDone()) {
      return publication;
    }
    CompletableFuture<Void> limited = new CompletableFuture<>();
    Future<?> expiry =
        clocks.later(
            () -> limited.completeExceptionally(timedOut(request, publication)),
            Clocks.nanosOf(request.timeout()));
    publication.whenComplete(
        (done, failure) -> {
          expiry.cancel(false);
          if (failure == null) {
            limited.complete(null);
          } else if (!(failure instanceof CancellationException)) {
            limited.completeExceptionally(failure);
          } // else its time is over, and that is told with what is known
        });
    return limited;
  }

  private static RuntimeException failure(CallRequest request, Throwable failure) {
    return failure instanceof Outbox.ReturnedException
        ? Failures.nobodyListens(request)
        : Failures.notDelivered(request.what(), failure);
  }

  private DeliveryException timedOut(CallRequest request, CompletableFuture<Void> publication) {
    boolean withdrawn = publication.cancel(false);
    Connections.Event blocked = connections.blocked();
    return new DeliveryException(
        withdrawn ? DeliveryException.Outcome.NOT_SENT : DeliveryException.Outcome.UNKNOWN,
        request.what()
            + (withdrawn ? " was not sent within " : " was not confirmed by the broker within ")
            + Text.of(request.timeout())
            + (blocked == null ? "" : ": it takes no messages for now (" + blocked.what() + ")")
            + ". Check the URL and the broker, or allow more time with RpcClient.Builder.timeout.",
        null);
  }
}
