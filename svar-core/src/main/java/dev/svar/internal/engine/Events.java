package dev.svar.internal.engine;

import dev.svar.DeliveryException;
import dev.svar.MessagingException;
import dev.svar.driver.Address;
import dev.svar.driver.Message;
import dev.svar.driver.PublishOptions;
import dev.svar.internal.codec.Codec;
import dev.svar.internal.codec.EncodeException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * Publishes events. Thread-safe. So many may be on their way at a time; who publishes more waits
 * for room.
 */
final class Events {
  /** Half of what the queues of drivers take, so that calls have room beside. */
  private static final int ON_THEIR_WAY = 4_096;

  private static final long BYTES_ON_THEIR_WAY = 16 << 20;

  private final Codec codec;
  private final Outbox outbox;
  private final Clocks clocks;
  private final Confirms confirms;
  private final Room room = new Room(ON_THEIR_WAY, BYTES_ON_THEIR_WAY);

  Events(Codec codec, Outbox outbox, Clocks clocks, Confirms confirms) {
    this.codec = codec;
    this.outbox = outbox;
    this.clocks = clocks;
    this.confirms = confirms;
  }

  /** Publishes, and waits on the calling thread until the broker has it. */
  void publish(Event event) {
    Begun begun = begin(event);
    try {
      confirms.await(begun.publication(), begun.limit());
    } catch (RuntimeException e) {
      throw Failures.notDelivered(event.what(), e);
    }
  }

  /**
   * Publishes, waiting on the calling thread for room only.
   *
   * @return ends on any thread; with a {@link MessagingException} if the broker does not have it
   */
  CompletableFuture<Void> publishAsync(Event event) {
    Begun begun = begin(event);
    CompletableFuture<Void> result = new CompletableFuture<>();
    confirms
        .limited(begun.publication(), begun.limit())
        .whenComplete(
            (done, failure) -> {
              if (failure == null) {
                result.complete(null);
              } else {
                result.completeExceptionally(
                    Failures.notDelivered(event.what(), Outbox.unwrap(failure)));
              }
            });
    return result;
  }

  private record Begun(CompletableFuture<Void> publication, Confirms.Wait limit) {}

  private Begun begin(Event event) {
    Message message = message(event);
    long began = clocks.now();
    long deadline = clocks.after(event.timeout());
    enter(event, message.size(), deadline);
    Duration rest = event.timeout().minusNanos(Math.max(0, clocks.now() - began));
    CompletableFuture<Void> publication;
    try {
      publication =
          outbox.publish(
              new Address.Events(event.exchange(), event.name(), null),
              message,
              PublishOptions.DEFAULT,
              event.retry(),
              deadline);
    } catch (RuntimeException | Error e) {
      room.leave(message.size());
      throw e;
    }
    publication.whenComplete((done, failure) -> room.leave(message.size()));
    return new Begun(
        publication,
        new Confirms.Wait(
            event.what(), event.timeout(), rest.isNegative() ? Duration.ZERO : rest, ""));
  }

  private void enter(Event event, int size, long deadline) {
    try {
      if (!room.enter(size, deadline - clocks.now())) {
        throw new DeliveryException(
            DeliveryException.Outcome.NOT_SENT,
            event.what()
                + " was not sent within "
                + Text.of(event.timeout())
                + ": those before it wait for the broker. Check the broker, publish less, or allow"
                + " more time.",
            null);
      }
    } catch (InterruptedException e) {
      throw Failures.interrupted(event.what(), e);
    }
  }

  private Message message(Event event) {
    try {
      return codec.encodeMap(event.message(), event.context(), Ids::unique, event.envelope());
    } catch (EncodeException e) {
      throw new IllegalArgumentException(event.what() + " cannot be written: " + Text.of(e), e);
    }
  }
}
