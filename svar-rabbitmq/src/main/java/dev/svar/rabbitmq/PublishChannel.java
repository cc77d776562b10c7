package dev.svar.rabbitmq;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ShutdownSignalException;
import dev.svar.driver.Message;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One channel that messages are published on, with what the broker has not taken over yet by its
 * sequence number. The writer adds, the reading thread removes; when the channel is closed the
 * writer takes what is left.
 */
final class PublishChannel {

  /** What becomes of publications. The reading thread calls, but for what says otherwise. */
  interface Endings {
    void confirmed(Publication publication);

    void refused(Publication publication);

    void returned(Message message, String reason);

    /** The broker, or we, closed the channel and not the connection. */
    void closed(PublishChannel channel, ShutdownSignalException cause);

    /**
     * Runs {@code task} some milliseconds later; never if everything has been closed. Any thread.
     */
    void later(Runnable task);

    /** {@link PublishChannel#ask} is to be called. Any thread. */
    void due(PublishChannel channel);
  }

  /** How the broker says what it has taken over. */
  enum Receipt {
    /** It confirms each message when the queues have it. */
    CONFIRM,

    /**
     * It is asked now and then, and answers when it has passed on to the queues what came before:
     * that costs it a tenth of the work of a call less.
     */
    CHECKPOINT
  }

  /** How many messages may be written before the broker is asked. */
  private static final int MOST_UNASKED = 32;

  /** How old the first of them may be when another one is written. */
  private static final long SOON = Duration.ofMillis(10).toNanos();

  /** What is asked: whether it goes on, which it always does. */
  private static final AMQP.Channel.Flow QUESTION =
      new AMQP.Channel.Flow.Builder().active(true).build();

  private final Channel channel;
  private final Receipt receipt;
  private final long mostBytesUnasked;
  private final Endings endings;
  private final ConcurrentSkipListMap<Long, Publication> unconfirmed =
      new ConcurrentSkipListMap<>();

  /** How many messages were written, and in how many the broker was asked about: the writer's. */
  private long written;

  private long askedAbout;
  private long bytesUnasked;

  /** Whether, and since when, something was written that the broker was not asked about. */
  private volatile boolean unasked;

  private volatile long unaskedSince;

  /** Whether an answer is to come. */
  private volatile boolean asked;

  /** Whether it will be looked whether the broker is to be asked. */
  private final AtomicBoolean planned = new AtomicBoolean();

  private PublishChannel(Channel channel, Receipt receipt, long room, Endings endings) {
    this.channel = channel;
    this.receipt = receipt;
    this.mostBytesUnasked = room > 0 ? room / 4 : Long.MAX_VALUE;
    this.endings = endings;
  }

  /** Opens one; blocks. */
  static PublishChannel open(Link link, Receipt receipt, Endings endings) throws IOException {
    Channel channel = link.open();
    PublishChannel made = new PublishChannel(channel, receipt, link.socket.room(), endings);
    if (receipt == Receipt.CONFIRM) {
      channel.confirmSelect();
      channel.addConfirmListener(
          (tag, multiple) -> made.settle(tag, multiple, true),
          (tag, multiple) -> made.settle(tag, multiple, false));
    }
    channel.addReturnListener(made::returned);
    channel.addShutdownListener(
        cause -> {
          if (!cause.isHardError()) {
            endings.closed(made, cause);
          }
        });
    return made;
  }

  /** Writes; the writer's. */
  void publish(Publication publication) throws IOException {
    unconfirmed.put(++written, publication);
    channel.basicPublish(
        publication.route.exchange(),
        publication.route.key(),
        publication.mandatory,
        Messages.properties(publication.message, publication.options),
        publication.message.body());
    if (receipt == Receipt.CHECKPOINT) {
      count(publication);
    }
  }

  private void count(Publication publication) throws IOException {
    long now = System.nanoTime();
    bytesUnasked += publication.size() + Outbox.OVERHEAD;
    if (written - askedAbout == 1) {
      unaskedSince = now;
      unasked = true;
    }
    if (written - askedAbout >= MOST_UNASKED
        || bytesUnasked >= mostBytesUnasked
        || now - unaskedSince >= SOON) {
      ask();
    }
    if (unasked) {
      plan();
    }
  }

  /** Nothing more may come that the question could be written with. */
  private void plan() {
    if (!planned.getAndSet(true)) {
      endings.later(this::late);
    }
  }

  private void late() {
    planned.set(false); // before it is read whether something is unasked: count() does the reverse
    if (!unasked) {
      return;
    }
    if (System.nanoTime() - unaskedSince >= SOON) {
      endings.due(this);
    } else {
      plan();
    }
  }

  /** Asks the broker what it has taken over, unless it has answered for all; the writer's. */
  void ask() throws IOException {
    if (asked || written == askedAbout) {
      return; // one question at a time: another one would wait within the library
    }
    long all = written;
    asked = true;
    askedAbout = all;
    bytesUnasked = 0;
    unasked = false;
    try {
      Futures.whenEnded(
          channel.asyncCompletableRpc(QUESTION),
          (answer, failure) -> {
            asked = false;
            if (failure == null) {
              settle(all, true, true);
            }
            if (unasked) {
              plan(); // it may have been due while this question was open
            }
          });
    } catch (AlreadyClosedException e) {
      // What becomes of the messages is told by the listener.
    }
  }

  /** The publication of the failed {@link #publish} was certainly not written. */
  void forgetLast() {
    unconfirmed.remove(written);
  }

  /** Takes out all that is unconfirmed, in the order it was written. */
  List<Publication> drain() {
    List<Publication> all = new ArrayList<>();
    for (Map.Entry<Long, Publication> entry; (entry = unconfirmed.pollFirstEntry()) != null; ) {
      all.add(entry.getValue());
    }
    return all;
  }

  boolean isOpen() {
    return channel.isOpen();
  }

  /** Closes the channel; blocks. */
  void abort() throws IOException {
    channel.abort();
  }

  private void settle(long tag, boolean multiple, boolean taken) {
    if (!multiple) {
      end(unconfirmed.remove(tag), taken);
      return;
    }
    NavigableMap<Long, Publication> upTo = unconfirmed.headMap(tag, true);
    for (Map.Entry<Long, Publication> entry; (entry = upTo.pollFirstEntry()) != null; ) {
      end(entry.getValue(), taken);
    }
  }

  private void end(@Nullable Publication publication, boolean taken) {
    if (publication == null) {
      return;
    }
    if (taken) {
      endings.confirmed(publication);
    } else {
      endings.refused(publication);
    }
  }

  private void returned(
      int code, String text, String exchange, String key, BasicProperties properties, byte[] body) {
    String reason =
        code + " " + text + " (exchange \"" + exchange + "\", routing key \"" + key + "\")";
    for (Publication candidate : unconfirmed.values()) {
      if (candidate.mandatory
          && !candidate.returned
          && candidate.route.exchange().equals(exchange)
          && candidate.route.key().equals(key)
          && Arrays.equals(candidate.message.body(), body)) {
        candidate.returned = true;
        endings.returned(candidate.message, reason);
        return;
      }
    }
    endings.returned(Messages.of(properties, body), reason);
  }
}
