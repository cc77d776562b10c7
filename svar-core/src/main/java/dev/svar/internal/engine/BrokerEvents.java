package dev.svar.internal.engine;

import dev.svar.Counter;
import dev.svar.TransportUrl;
import dev.svar.driver.DriverEvents;
import dev.svar.driver.DriverException;
import dev.svar.driver.Message;
import dev.svar.internal.codec.Codec;
import dev.svar.internal.codec.DecodeException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the driver tells: counted, logged once, and passed to whom it concerns. Called on the
 * driver's threads; never blocks.
 */
final class BrokerEvents implements DriverEvents {
  private static final Logger log = LoggerFactory.getLogger(BrokerEvents.class);

  /** Who is concerned when a message comes back. */
  record Senders(Codec codec, CallsInFlight calls, Outbox outbox) {}

  private final TransportUrl url;
  private final Clocks clocks;
  private final Connections connections;
  private final Counting counting;
  private volatile @Nullable Senders senders;

  BrokerEvents(TransportUrl url, Clocks clocks, Connections connections, Counting counting) {
    this.url = url;
    this.clocks = clocks;
    this.connections = connections;
    this.counting = counting;
  }

  /** Told once, before anything is sent: the driver, which senders need, needs this first. */
  void tell(Senders those) {
    senders = those;
  }

  @Override
  public void connected(String broker, boolean again) {
    connections.restored(clocks.now(), broker);
    counting.count(again ? Counter.RECONNECTED : Counter.CONNECTED, broker);
    log.info(again ? "Connected again to {}" : "Connected to {}", broker);
  }

  @Override
  public void lost(String broker, Throwable cause) {
    connections.lost(clocks.now(), broker + ": " + Text.of(cause));
    counting.count(Counter.LOST, broker);
    log.warn("The connection to {} was lost, and is being restored", broker, cause);
  }

  @Override
  public void blocked(String reason) {
    connections.blocked(clocks.now(), reason);
    counting.count(Counter.BLOCKED, reason);
    log.warn("{} takes no messages for now: {}", url, reason);
  }

  @Override
  public void unblocked() {
    connections.unblocked();
    log.info("{} takes messages again", url);
  }

  @Override
  public void returned(Message message, String reason) {
    counting.count(Counter.RETURNED, reason);
    Senders those = senders;
    Codec.Ids ids = ids(those, message);
    if (those == null
        || ids == null
        || !(those.calls().returned(ids.messageId(), ids.uniqueId())
            || (ids.uniqueId() != null && those.outbox().returned(ids.uniqueId())))) {
      log.debug("A message came back that nobody waits for: {}", reason);
    }
  }

  @Override
  public void refused(Message message, DriverException cause) {
    counting.count(Counter.UNCONFIRMED, Text.of(cause));
    Senders those = senders;
    Codec.Ids ids = ids(those, message);
    if (those == null
        || ids == null
        || !those.calls().refused(ids.messageId(), ids.uniqueId(), cause)) {
      log.debug("A message was refused that nobody waits for", cause);
    }
  }

  @Override
  public void repaired(String what) {
    counting.count(Counter.REPAIRED, what);
    log.warn("Restored at {}: {}", url, what);
  }

  @Override
  public void degraded(String what) {
    counting.count(Counter.DEGRADED, what);
    log.warn("{}: {}", url, what);
  }

  private static Codec.@Nullable Ids ids(@Nullable Senders senders, Message message) {
    if (senders == null) {
      return null;
    }
    try {
      return senders.codec().ids(message);
    } catch (DecodeException e) {
      log.debug("The driver gave back a message that is not ours", e);
      return null;
    }
  }
}
