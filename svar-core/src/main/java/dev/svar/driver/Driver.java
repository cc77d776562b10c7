package dev.svar.driver;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Moves messages to and from one broker. It knows addresses, bytes, headers, acknowledgements and
 * confirmations; it knows no method, no reply, no version, no JSON.
 *
 * <p>Thread-safe. No method blocks. Futures end with a {@link DriverException}, on any thread of
 * the driver: what depends on them must not block. A method that needs a connection waits for the
 * attempt under way, or the next one if the driver is pausing between two, and fails with {@link
 * DriverException.Outcome#NOT_SENT} if that attempt fails: whether to ask again is the caller's
 * decision.
 */
public interface Driver {

  /** What it can do. Constant. */
  Set<Capability> capabilities();

  /** How messages are written for its peers. Constant. */
  Dialect dialect();

  /**
   * How long a reply to a missing inbox is worth trying again: its owner may be about to restore
   * it. Constant.
   */
  default Duration missingInboxPatience() {
    return Duration.ofSeconds(60);
  }

  /**
   * How bodies are compressed on sending, as {@code kombu_compression} names it ({@code gzip},
   * {@code bzip2}); empty for not at all. Constant.
   */
  default Optional<String> compression() {
    return Optional.empty();
  }

  /** Connects now, each host tried once, instead of at the first use. Connected: ends at once. */
  CompletableFuture<Void> connect();

  /** A name for an inbox of this process that nobody else has. Declares nothing yet. */
  Address.Inbox newInbox();

  /**
   * Publishes. Order among publications of one thread to one address is kept, but not between those
   * that are to be confirmed promptly and others.
   *
   * <p>The message waits in a queue that is bounded in count and bytes; a full one ends the
   * publication with {@code NOT_SENT}.
   *
   * <p>Cancelling the future takes a message out again that is not written yet: then {@code cancel}
   * returns true, and the message is certainly not sent. Otherwise it returns false, and the future
   * goes on to tell what becomes of the message.
   *
   * @return ends as {@link PublishOptions#confirm} says
   */
  CompletableFuture<Void> publish(Address address, Message message, PublishOptions options);

  /**
   * Subscribes to all of {@code addresses} at once, creating the queues they need.
   *
   * @param window how many deliveries may be unsettled at a time over all addresses, more than zero
   * @param handler gets each delivery, one at a time, on the thread that reads from the broker, or
   *     on one that settles another delivery and so makes room, or that publishes: it must not
   *     block, and nobody may hold a lock that it takes while publishing or settling
   * @return ends when every address is subscribed
   */
  CompletableFuture<Subscription> subscribe(
      Set<Address> addresses, int window, Consumer<Delivery> handler);

  /** Asks the broker about {@code address}, creating nothing, without delaying publications. */
  CompletableFuture<Inspection> inspect(Address address);

  /**
   * Publishes the message again, with additional headers, so that it arrives after {@code delay},
   * then accepts the delivery. Without {@link Capability#RETRY_LATER} the future fails.
   */
  CompletableFuture<Void> retryLater(
      Delivery delivery, Duration delay, Map<String, Object> headers);

  /**
   * Publishes the message with additional headers where dead letters go, then accepts the delivery.
   * Those of events are events whose name, and whose pool if they came through one, has {@code
   * .dead} behind it.
   *
   * <p>* Without {@link Capability#DEAD_LETTER} the future fails.
   */
  CompletableFuture<Void> deadLetter(Delivery delivery, Map<String, Object> headers);

  /**
   * Closes every subscription and connection. Publications that wait end with {@code NOT_SENT},
   * unconfirmed ones with {@code UNKNOWN} if no confirm arrives first. Again does nothing.
   *
   * @return ends when all threads of the driver have ended, or are about to
   */
  CompletableFuture<Void> close();
}
