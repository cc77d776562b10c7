package dev.svar.bench.peers;

import static java.util.Objects.requireNonNull;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import dev.svar.bench.peers.Semantics.Io;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** RabbitMQ's own client as one uses it by hand. */
final class HandConnection implements AutoCloseable {
  static final String EXCHANGE = "bench";

  final Connection connection;

  HandConnection(String url) throws Exception {
    this(url, Io.LIBRARY);
  }

  HandConnection(String url, Io io) throws Exception {
    ConnectionFactory factory = factory(url);
    if (io.isNetty()) {
      factory.netty();
    }
    if (io != Io.LIBRARY) {
      factory.setSharedExecutor(new OnReadingThread());
    }
    connection = factory.newConnection();
  }

  /** For {@code rabbit://user:password@host:port/}. */
  static ConnectionFactory factory(String url) throws Exception {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setUri(amqp(url));
    return factory;
  }

  /** The same place as other clients write it. */
  static String amqp(String url) {
    String uri = "amqp" + url.substring(url.indexOf(':'));
    return uri.endsWith("/") ? uri.substring(0, uri.length() - 1) : uri;
  }

  Channel channel() throws IOException {
    return requireNonNull(connection.createChannel());
  }

  /** A channel on which nobody waits for confirms, if there are any. */
  Channel publishing(boolean confirmed) throws IOException {
    Channel channel = channel();
    if (confirmed) {
      channel.confirmSelect();
      channel.addConfirmListener(
          (tag, multiple) -> {},
          (tag, multiple) -> {
            throw new IOException("refused: " + tag);
          });
    }
    channel.addReturnListener(
        (code, text, exchange, key, properties, body) -> {
          throw new IOException("returned: " + text + " (" + key + ")");
        });
    return channel;
  }

  /** The queue of a topic as the library declares it. */
  static void declare(Channel channel, String topic) throws IOException {
    channel.exchangeDeclare(EXCHANGE, "topic", false, false, Map.of());
    channel.queueDeclare(topic, false, false, false, Map.of());
    channel.queueBind(topic, EXCHANGE, topic);
  }

  /** The properties that the library sets. */
  static BasicProperties.Builder properties(@Nullable String expiration) {
    return new BasicProperties.Builder()
        .contentType("application/json")
        .contentEncoding("utf-8")
        .headers(Map.of())
        .deliveryMode(2)
        .priority(0)
        .expiration(expiration);
  }

  @Override
  public void close() throws IOException {
    connection.close();
  }

  /** Runs what it gets on the spot. */
  private static final class OnReadingThread extends AbstractExecutorService {
    @Override
    public void execute(Runnable task) {
      task.run();
    }

    @Override
    public void shutdown() {}

    @Override
    public List<Runnable> shutdownNow() {
      return List.of();
    }

    @Override
    public boolean isShutdown() {
      return false;
    }

    @Override
    public boolean isTerminated() {
      return false;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
      return true;
    }
  }
}
