package dev.svar.rabbitmq;

import com.rabbitmq.client.ShutdownSignalException;
import dev.svar.driver.DriverException;
import dev.svar.driver.DriverException.Outcome;
import dev.svar.driver.Message;
import dev.svar.driver.PublishOptions;
import dev.svar.rabbitmq.PublishChannel.Receipt;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Second lives of messages. One that is retried later waits in a queue {@code
 * <queue>_retry_<millis>}, which is durable, until the broker moves it back when its time is over;
 * one that is given up goes to {@code <queue>.dead}, a queue declared like that of a topic or event
 * of this name, so that it can be listened to.
 */
final class Redelivery {
  /** A queue for retries that is not used any more stays as long as this after its delay. */
  private static final Duration IDLE = Duration.ofMinutes(5);

  private static final PublishOptions CONFIRMED = PublishOptions.MANDATORY;

  private final Topology topology;
  private final RabbitConnection connection;
  private final Publisher publisher;

  Redelivery(Topology topology, RabbitConnection connection, Publisher publisher) {
    this.topology = topology;
    this.connection = connection;
    this.publisher = publisher;
  }

  CompletableFuture<Void> deadLetter(RabbitDelivery delivery, Map<String, Object> headers) {
    if (!delivery.claim()) {
      return CompletableFuture.failedFuture(settled());
    }
    String name = delivery.queue + ".dead";
    Topology.Declaration queue = new Topology.Declaration(null, topology.sharedQueue(name), null);
    return finish(delivery, publish(delivery, new Topology.Route("", name, queue), headers));
  }

  CompletableFuture<Void> retryLater(
      RabbitDelivery delivery, Duration delay, Map<String, Object> more) {
    if (!delivery.claim()) {
      return CompletableFuture.failedFuture(settled());
    }
    long millis = rounded(Math.max(1, delay.toMillis()));
    String name = delivery.queue + "_retry_" + millis;
    Map<String, Object> arguments = new LinkedHashMap<>();
    arguments.put("x-message-ttl", millis);
    arguments.put("x-dead-letter-exchange", "");
    arguments.put("x-dead-letter-routing-key", delivery.queue);
    arguments.put("x-expires", millis + IDLE.toMillis());
    Topology.Queue queue = new Topology.Queue(name, Topology.Kind.SHARED, true, false, arguments);
    Object original = delivery.message().headers().get(Source.ROUTING_KEY);
    Map<String, Object> headers = new LinkedHashMap<>(more);
    headers.put(Source.ROUTING_KEY, original != null ? original : delivery.routingKey);
    // Declared each time, because that puts off the end of an unused queue, and publishing does
    // not.
    return finish(
        delivery,
        declare(queue)
            .thenCompose(
                declared -> publish(delivery, new Topology.Route("", name, null), headers)));
  }

  /** Up to two digits, so that delays with a random part do not make a queue each. */
  static long rounded(long millis) {
    long unit = 1;
    while (millis / unit >= 100) {
      unit *= 10;
    }
    return (millis + unit - 1) / unit * unit;
  }

  private CompletableFuture<Void> publish(
      RabbitDelivery delivery, Topology.Route route, Map<String, Object> more) {
    Message message = delivery.message();
    Map<String, Object> headers = new LinkedHashMap<>(message.headers());
    headers.putAll(more);
    Message again =
        new Message(message.body(), message.contentType(), message.contentEncoding(), headers);
    return publisher.publish(new Publication(route, again, CONFIRMED, true, Receipt.CONFIRM));
  }

  /** Accepts what was published again, and leaves to the caller what was not. */
  private static CompletableFuture<Void> finish(
      RabbitDelivery delivery, CompletableFuture<Void> published) {
    return published.whenComplete(
        (confirmed, failure) -> {
          if (failure == null) {
            delivery.acceptClaimed();
          } else {
            delivery.unclaim();
          }
        });
  }

  private static DriverException settled() {
    return new DriverException(
        Outcome.NOT_SENT, "The delivery was settled before, or its channel is gone", null);
  }

  private CompletableFuture<Void> declare(Topology.Queue queue) {
    return connection
        .ready()
        .thenCompose(
            ready -> {
              CompletableFuture<Void> declared = new CompletableFuture<>();
              if (!connection.run(() -> declare(queue, declared))) {
                declared.completeExceptionally(RabbitConnection.closed());
              }
              return declared;
            });
  }

  private void declare(Topology.Queue queue, CompletableFuture<Void> declared) {
    Link link = connection.link();
    if (link == null) {
      declared.completeExceptionally(RabbitConnection.notConnected());
      return;
    }
    try {
      publisher.declarer(link).declare(new Topology.Declaration(null, queue, null));
      declared.complete(null);
    } catch (DriverException e) {
      declared.completeExceptionally(e);
    } catch (IOException | ShutdownSignalException e) {
      link.kill();
      declared.completeExceptionally(
          new DriverException(Outcome.NOT_SENT, "The connection to RabbitMQ was lost", e));
    }
  }
}
