package dev.svar.rabbitmq;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Leads connections to another address of this host to a port of 127.0.0.1. */
final class Redirect implements AutoCloseable {
  private final ServerSocket listener;

  private Redirect(ServerSocket listener) {
    this.listener = listener;
  }

  static Redirect from(String address, int port) throws IOException {
    ServerSocket listener = new ServerSocket();
    listener.bind(new InetSocketAddress(InetAddress.getByName(address), 0));
    start(
        () -> {
          while (true) {
            Socket client = listener.accept();
            Socket server = new Socket(InetAddress.getLoopbackAddress(), port);
            start(() -> copy(client, server));
            start(() -> copy(server, client));
          }
        });
    return new Redirect(listener);
  }

  int port() {
    return listener.getLocalPort();
  }

  private static void copy(Socket from, Socket to) throws IOException {
    try (from;
        to) {
      from.getInputStream().transferTo(to.getOutputStream());
    }
  }

  private interface Body {
    void run() throws IOException;
  }

  private static void start(Body body) {
    Thread thread =
        new Thread(
            () -> {
              try {
                body.run();
              } catch (IOException e) {
                // Closed.
              }
            },
            "test-redirect");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
