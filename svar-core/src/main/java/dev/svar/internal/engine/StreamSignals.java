package dev.svar.internal.engine;

import dev.svar.driver.Address;
import dev.svar.driver.PublishOptions;
import dev.svar.driver.PublishOptions.Confirm;
import dev.svar.internal.codec.Codec;
import dev.svar.internal.codec.Credit;
import dev.svar.internal.codec.EncodeException;
import dev.svar.internal.codec.StreamSignal;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells servers what the clients of their streams want. A signal that does not arrive is no harm:
 * the next one says all of it again, and a server that hears nothing ends its stream. Thread-safe,
 * never blocks.
 */
final class StreamSignals {
  private static final Logger log = LoggerFactory.getLogger(StreamSignals.class);

  /** To say the same twice does no harm, and a credit that is lost costs a pause. */
  private static final Retry UNTIL_CONFIRMED = new Retry(-1);

  private final Codec codec;
  private final Outbox outbox;
  private final Clocks clocks;

  StreamSignals(Codec codec, Outbox outbox, Clocks clocks) {
    this.codec = codec;
    this.outbox = outbox;
    this.clocks = clocks;
  }

  void credit(String inbox, String messageId, Credit credit) {
    send(inbox, new StreamSignal(messageId, credit));
  }

  void cancel(String inbox, String messageId) {
    send(inbox, new StreamSignal(messageId, null));
  }

  private void send(String inbox, StreamSignal signal) {
    try {
      outbox
          .publish(
              new Address.Inbox(inbox),
              codec.encode(signal),
              PublishOptions.of(Confirm.EVENTUAL),
              UNTIL_CONFIRMED,
              clocks.after(StreamLimits.SIGN_OF_LIFE))
          .whenComplete((sent, failure) -> notSent(signal, failure));
    } catch (EncodeException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static void notSent(StreamSignal signal, @Nullable Throwable failure) {
    if (failure != null) {
      log.debug("No signal went to the server of stream {}", signal.messageId(), failure);
    }
  }
}
