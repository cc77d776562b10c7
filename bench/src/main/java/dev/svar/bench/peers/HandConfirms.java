package dev.svar.bench.peers;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ConfirmCallback;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Publications that end when the broker has confirmed them, any number under way, as RabbitMQ's own
 * tutorial has it. Thread-safe.
 */
final class HandConfirms {
  private final Channel channel;
  private final ConcurrentNavigableMap<Long, CompletableFuture<Void>> outstanding =
      new ConcurrentSkipListMap<>();

  HandConfirms(Channel channel) throws IOException {
    this.channel = channel;
    channel.confirmSelect();
    ConfirmCallback confirmed =
        (tag, multiple) -> {
          if (multiple) {
            ConcurrentNavigableMap<Long, CompletableFuture<Void>> done =
                outstanding.headMap(tag, true);
            done.values().forEach(each -> each.complete(null));
            done.clear();
          } else {
            CompletableFuture<Void> one = outstanding.remove(tag);
            if (one != null) {
              one.complete(null);
            }
          }
        };
    channel.addConfirmListener(
        confirmed,
        (tag, multiple) -> {
          throw new IOException("refused: " + tag);
        });
  }

  CompletableFuture<Void> publish(
      String exchange, String key, BasicProperties properties, byte[] body) throws IOException {
    CompletableFuture<Void> publication = new CompletableFuture<>();
    synchronized (channel) {
      outstanding.put(channel.getNextPublishSeqNo(), publication);
      channel.basicPublish(exchange, key, false, properties, body);
    }
    return publication;
  }
}
