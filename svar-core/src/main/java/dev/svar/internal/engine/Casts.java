package dev.svar.internal.engine;

import dev.svar.driver.Address;
import dev.svar.driver.Message;
import dev.svar.driver.PublishOptions;
import dev.svar.driver.PublishOptions.Confirm;
import dev.svar.internal.codec.Codec;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** Sends requests that nobody answers. Thread-safe. */
final class Casts {
  private final Codec codec;
  private final Outbox outbox;
  private final Clocks clocks;
  private final Confirms confirms;
  private final Executor callbacks;

  Casts(Codec codec, Outbox outbox, Clocks clocks, Confirms confirms, Executor callbacks) {
    this.codec = codec;
    this.outbox = outbox;
    this.clocks = clocks;
    this.confirms = confirms;
    this.callbacks = callbacks;
  }

  /** Sends, and waits on the calling thread until the broker has it. */
  void cast(CallRequest request, Address address) {
    CompletableFuture<Void> publication = publish(request, address);
    try {
      confirms.await(publication, wait(request));
    } catch (RuntimeException e) {
      throw failure(request, e);
    }
  }

  /** Sends; the future ends, on a callback thread, when the broker has it. */
  CompletableFuture<Void> castAsync(CallRequest request, Address address) {
    CompletableFuture<Void> publication = publish(request, address);
    CompletableFuture<Void> result = new CompletableFuture<>();
    confirms
        .limited(publication, wait(request))
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

  private static Confirms.Wait wait(CallRequest request) {
    return new Confirms.Wait(request.what(), request.timeout(), " with RpcClient.Builder.timeout");
  }

  private CompletableFuture<Void> publish(CallRequest request, Address address) {
    String uniqueId = Ids.unique();
    Message message = request.encode(codec, uniqueId, null);
    long deadline = clocks.after(request.timeout());
    return request.mandatory() && !request.target().fanout()
        ? outbox.publishMandatory(
            uniqueId, address, message, Confirm.PROMPT, request.retry(), deadline)
        : outbox.publish(address, message, PublishOptions.DEFAULT, request.retry(), deadline);
  }

  private static RuntimeException failure(CallRequest request, Throwable failure) {
    return failure instanceof Outbox.ReturnedException
        ? Failures.nobodyListens(request.method(), request.target())
        : Failures.notDelivered(request.what(), failure);
  }
}
