package dev.svar.rabbitmq;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import dev.svar.driver.Message;
import java.io.IOException;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One channel that one subscription consumes from, until it is closed; the next is another object,
 * so that a late decision about a delivery never meets a newer one of the same number.
 *
 * <p>Thread-safe, but for {@link #settlements}, which is the writer's, and what says that it
 * blocks, which is the admin thread's or its helper's.
 */
final class ConsumerChannel {
  final RabbitSubscription subscription;
  final Settlements settlements = new Settlements();
  private final Link link;
  private final Channel channel;
  private final SettlementWriter writer;
  private final AtomicInteger unsettled = new AtomicInteger();

  /** How many the broker may await a decision about. */
  private final AtomicInteger expected = new AtomicInteger();

  private final int prefetch;

  /** How many are accepted together, unless no more come soon. */
  private final int together;

  /** What is accepted, and waits for more. */
  private final Queue<Long> accepted = new ConcurrentLinkedQueue<>();

  private final AtomicInteger held = new AtomicInteger();
  private final AtomicBoolean planned = new AtomicBoolean();

  /** The channel is gone. */
  private volatile boolean closed;

  /** The subscription is over: what was decided is written, and nothing more is decided. */
  private volatile boolean ended;

  private ConsumerChannel(
      RabbitSubscription subscription,
      Link link,
      Channel channel,
      SettlementWriter writer,
      int prefetch,
      int together) {
    this.subscription = subscription;
    this.link = link;
    this.channel = channel;
    this.writer = writer;
    this.prefetch = prefetch;
    this.together = together;
  }

  /**
   * Opens one; blocks.
   *
   * @param together how many accepted deliveries the broker is told of at once, at the latest
   */
  static ConsumerChannel open(
      RabbitSubscription subscription,
      Link link,
      SettlementWriter writer,
      int prefetch,
      int together)
      throws IOException {
    Channel channel = link.open();
    ConsumerChannel made =
        new ConsumerChannel(subscription, link, channel, writer, prefetch, together);
    channel.addShutdownListener(
        cause -> {
          made.closed = true;
          writer.expect(-made.expected.getAndSet(0));
          if (!cause.isHardError() && !cause.isInitiatedByApplication()) {
            subscription.channelClosed(made, cause);
          }
        });
    channel.basicQos(0, prefetch, false);
    return made;
  }

  /** Starts the flow from one queue; blocks. */
  void consume(String tag, Source source, Map<String, Object> arguments) throws IOException {
    expected.addAndGet(prefetch);
    writer.expect(prefetch);
    channel.basicConsume(
        source.queue().name(), false, tag, false, false, arguments, new Intake(tag, source));
  }

  /** Ends the flow of one consumer; blocks. */
  void cancel(String tag) throws IOException {
    channel.basicCancel(tag);
  }

  /** Closes the channel, so that all that is unsettled goes back; blocks. */
  void close() {
    closed = true;
    try {
      channel.abort();
    } catch (IOException e) {
      // The connection is lost, and with it the channel.
    }
  }

  /** What was decided is still written; from now on nothing is decided. */
  void end() {
    ended = true;
    acceptHeld();
  }

  boolean closed() {
    return closed || ended;
  }

  Link link() {
    return link;
  }

  /** Counts one more as handed over, if fewer than {@code window} are. One thread at a time. */
  boolean take(int window) {
    if (unsettled.get() >= window) {
      return false;
    }
    unsettled.incrementAndGet();
    return true;
  }

  /** The one decision about {@code delivery}; false if it comes too late. */
  boolean settled(RabbitDelivery delivery, RabbitDelivery.Settlement how) {
    if (closed()) {
      return false;
    }
    unsettled.decrementAndGet();
    if (together > 1 && how == RabbitDelivery.Settlement.ACCEPT) {
      acceptSoon(delivery.tag);
      subscription.freed();
    } else {
      writer.add(this, delivery.tag, how);
    }
    return true;
  }

  /** An acknowledgement for each costs the broker as much as a small message does. */
  private void acceptSoon(long tag) {
    accepted.add(tag);
    if (held.incrementAndGet() >= together) {
      acceptHeld();
    } else if (!planned.getAndSet(true)) {
      writer.soon(
          () -> {
            planned.set(false);
            acceptHeld();
          });
    }
  }

  private void acceptHeld() {
    held.set(0);
    if (!accepted.isEmpty()) {
      writer.accept(this, accepted);
    }
  }

  /** Gives back a delivery that was never handed over. */
  void giveBack(RabbitDelivery delivery) {
    if (!closed) {
      writer.add(this, delivery.tag, RabbitDelivery.Settlement.REQUEUE);
    }
  }

  /** The writer: writes what was decided. */
  void write() {
    if (closed) {
      return;
    }
    try {
      settlements.write(channel);
    } catch (IOException e) {
      link.kill();
    } catch (RuntimeException e) {
      // Closed meanwhile: the broker delivers again.
      closed = true;
    }
  }

  BatchingSocket socket() {
    return link.socket;
  }

  /** Where the library brings messages: on the thread that reads. */
  private final class Intake extends DefaultConsumer {
    private final String tag;
    private final Source source;

    Intake(String tag, Source source) {
      super(channel);
      this.tag = tag;
      this.source = source;
    }

    @Override
    public void handleDelivery(
        String consumer, Envelope envelope, BasicProperties properties, byte[] body) {
      Message message = Messages.of(properties, body);
      source.seen(message);
      subscription.arrived(
          new RabbitDelivery(
              ConsumerChannel.this,
              envelope.getDeliveryTag(),
              source.queue().name(),
              envelope.getRoutingKey(),
              source.address(envelope.getExchange(), envelope.getRoutingKey(), message),
              message,
              envelope.isRedeliver()));
    }

    @Override
    public void handleCancel(@Nullable String consumer) {
      source.restart();
      subscription.cancelled(ConsumerChannel.this, tag);
    }
  }
}
