package dev.svar.rabbitmq;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;

/** One established connection, until it is lost; the next one is another object. */
final class Link {
  /** Whether the broker takes no publications for now (AMQP's {@code connection.blocked}). */
  final AtomicBoolean blocked = new AtomicBoolean();

  final Connection connection;
  final BatchingSocket socket;
  final String broker;
  final long since = System.nanoTime();

  Link(Connection connection, BatchingSocket socket, String broker) {
    this.connection = connection;
    this.socket = socket;
    this.broker = broker;
  }

  /**
   * Opens a channel; blocks.
   *
   * @throws IOException if the connection is lost, or has all the channels that it may have
   */
  Channel open() throws IOException {
    Channel channel = connection.createChannel();
    if (channel == null) {
      throw new IOException(
          "all " + connection.getChannelMax() + " channels that " + broker + " allows are in use");
    }
    return channel;
  }

  boolean isOpen() {
    return connection.isOpen();
  }

  /** Cuts it; does not block. What waits for the broker fails at once. */
  void kill() {
    socket.kill();
  }
}
