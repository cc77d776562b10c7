package dev.svar.internal.engine;

import dev.svar.DeliveryException;
import dev.svar.driver.Address;
import dev.svar.driver.Message;
import dev.svar.driver.PublishOptions;
import dev.svar.internal.codec.Codec;
import dev.svar.internal.codec.EncodeException;
import java.util.concurrent.CompletableFuture;

/** Publishes events. Thread-safe. */
final class Events {
  private final Codec codec;
  private final Outbox outbox;
  private final Clocks clocks;

  Events(Codec codec, Outbox outbox, Clocks clocks) {
    this.codec = codec;
    this.outbox = outbox;
    this.clocks = clocks;
  }

  /** Publishes, and waits on the calling thread until the broker has it. */
  void publish(Event event) {
    CompletableFuture<Void> publication =
        outbox.publish(
            new Address.Events(event.exchange(), event.name(), null),
            message(event),
            PublishOptions.DEFAULT,
            event.retry(),
            clocks.after(event.timeout()));
    try {
      Failures.await(publication, event.timeout(), event.what(), () -> late(event, publication));
    } catch (RuntimeException e) {
      publication.cancel(false);
      throw Failures.notDelivered(event.what(), e);
    }
  }

  private Message message(Event event) {
    try {
      return codec.encodeMap(event.message(), event.context(), Ids.next(), event.envelope());
    } catch (EncodeException e) {
      throw new IllegalArgumentException(event.what() + " cannot be written: " + Text.of(e), e);
    }
  }

  private static DeliveryException late(Event event, CompletableFuture<Void> publication) {
    boolean withdrawn = publication.cancel(false);
    return new DeliveryException(
        withdrawn ? DeliveryException.Outcome.NOT_SENT : DeliveryException.Outcome.UNKNOWN,
        event.what()
            + (withdrawn ? " was not sent within " : " was not confirmed by the broker within ")
            + Text.of(event.timeout())
            + ". Check the URL and the broker, or allow more time.",
        null);
  }
}
