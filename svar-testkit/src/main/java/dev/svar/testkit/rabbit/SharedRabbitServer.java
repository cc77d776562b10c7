package dev.svar.testkit.rabbit;

import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The server that the tests of one JVM share. Thread-safe. */
final class SharedRabbitServer {

  private static final ReentrantLock LOCK = new ReentrantLock();

  /** As large as RabbitMQ 3 takes by default; RabbitMQ 4 takes 16 MiB. */
  private static final String LARGEST_MESSAGE = Integer.toString(128 << 20);

  private static @Nullable RabbitServer server;

  private SharedRabbitServer() {}

  static RabbitServer get() {
    LOCK.lock();
    try {
      RabbitServer current = server;
      if (current == null || current.isClosed()) {
        if (current == null) {
          Runtime.getRuntime()
              .addShutdownHook(new Thread(SharedRabbitServer::close, "svar-rabbit-shutdown"));
        }
        current = RabbitServer.builder().configure("max_message_size", LARGEST_MESSAGE).start();
        server = current;
      }
      return current;
    } finally {
      LOCK.unlock();
    }
  }

  /** Ends the server if there is one; the next {@link #get} starts another. */
  static void close() {
    LOCK.lock();
    try {
      if (server != null) {
        server.close();
      }
    } finally {
      LOCK.unlock();
    }
  }
}
