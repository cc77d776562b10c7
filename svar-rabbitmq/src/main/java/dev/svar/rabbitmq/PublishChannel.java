package dev.svar.rabbitmq;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ShutdownSignalException;
import dev.svar.driver.Message;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * One channel that messages are published on, with what the broker has not confirmed yet by its
 * sequence number. The writer adds, the reading thread removes; when the channel is closed the
 * writer takes what is left.
 */
final class PublishChannel {

  /** What becomes of publications. The reading thread calls. */
  interface Endings {
    void confirmed(Publication publication);

    void refused(Publication publication);

    void returned(Message message, String reason);

    /** The broker, or we, closed the channel and not the connection. */
    void closed(PublishChannel channel, ShutdownSignalException cause);
  }

  private final Channel channel;
  private final Endings endings;
  private final ConcurrentSkipListMap<Long, Publication> unconfirmed =
      new ConcurrentSkipListMap<>();

  private PublishChannel(Channel channel, Endings endings) {
    this.channel = channel;
    this.endings = endings;
  }

  /** Opens one; blocks. */
  static PublishChannel open(Link link, Endings endings) throws IOException {
    Channel channel = link.open();
    PublishChannel made = new PublishChannel(channel, endings);
    channel.confirmSelect();
    channel.addConfirmListener(
        (tag, multiple) -> made.settle(tag, multiple, true),
        (tag, multiple) -> made.settle(tag, multiple, false));
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
    unconfirmed.put(channel.getNextPublishSeqNo(), publication);
    channel.basicPublish(
        publication.route.exchange(),
        publication.route.key(),
        publication.mandatory,
        Messages.properties(publication.message, publication.options),
        publication.message.body());
  }

  /** The publication of the failed {@link #publish} was certainly not written. */
  void forgetLast() {
    unconfirmed.pollLastEntry();
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
