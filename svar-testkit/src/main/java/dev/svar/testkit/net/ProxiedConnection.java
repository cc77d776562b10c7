package dev.svar.testkit.net;

import dev.svar.testkit.net.FaultProxy.Direction;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/** One connection through a {@link FaultProxy}: two sockets, and a thread for each direction. */
final class ProxiedConnection {

  private static final int CHUNK = 16 * 1024;

  private final FaultProxy proxy;
  private final Socket client;
  private final Socket server;
  private final AtomicInteger openDirections = new AtomicInteger(2);
  private volatile boolean reset;

  ProxiedConnection(FaultProxy proxy, Socket client, Socket server) {
    this.proxy = proxy;
    this.client = client;
    this.server = server;
  }

  void start() throws IOException {
    client.setTcpNoDelay(true);
    server.setTcpNoDelay(true);
    proxy.startThread("to-server", () -> forward(client, server, Direction.TO_SERVER));
    proxy.startThread("to-client", () -> forward(server, client, Direction.TO_CLIENT));
  }

  /** Ends the connection with errors on both sides. */
  void reset() {
    reset = true;
    resetQuietly(client);
    resetQuietly(server);
    proxy.wake();
  }

  boolean isReset() {
    return reset;
  }

  private void forward(Socket from, Socket to, Direction direction) {
    byte[] chunk = new byte[CHUNK];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int length = in.read(chunk); length >= 0; length = in.read(chunk)) {
        if (!proxy.awaitFlow(direction, this)) {
          break;
        }
        out.write(chunk, 0, length);
      }
      if (proxy.awaitFlow(direction, this)) {
        to.shutdownOutput();
      }
    } catch (IOException e) {
      // One side broke: the other one must notice.
      reset();
    } finally {
      if (openDirections.decrementAndGet() == 0) {
        closeQuietly(client);
        closeQuietly(server);
        proxy.ended(this);
      }
    }
  }

  /** A socket that is closed without lingering sends a reset. */
  private static void resetQuietly(Socket socket) {
    try {
      if (!socket.isClosed()) {
        socket.setSoLinger(true, 0);
      }
    } catch (IOException e) {
      // It is broken already.
    }
    closeQuietly(socket);
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is broken already.
    }
  }
}
