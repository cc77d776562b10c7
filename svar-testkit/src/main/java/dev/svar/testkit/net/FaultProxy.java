package dev.svar.testkit.net;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A TCP proxy on the loopback interface that fails on request: it cuts connections, stalls them, or
 * refuses new ones.
 *
 * <p>Thread-safe. Owns a thread that accepts and two for each connection, all named {@code
 * svar-fault-proxy-…}; {@link #close} ends them. Whoever opens one closes it.
 */
public final class FaultProxy implements AutoCloseable {

  /** Which way bytes go. */
  public enum Direction {
    /** From the program under test to the server. */
    TO_SERVER,
    /** From the server to the program under test. */
    TO_CLIENT
  }

  private static final int CONNECT_LIMIT_MILLIS = 10_000;

  private final int port = LoopbackPorts.free();
  private final InetSocketAddress server;
  private final List<ProxiedConnection> connections = new CopyOnWriteArrayList<>();
  private final List<Thread> threads = new CopyOnWriteArrayList<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition resumed = lock.newCondition();
  private final Set<Direction> stalled = EnumSet.noneOf(Direction.class);
  private @Nullable ServerSocket listener;
  private @Nullable Thread acceptor;
  private boolean closed;

  private FaultProxy(InetSocketAddress server) {
    this.server = server;
  }

  /**
   * Opens a proxy for a server on 127.0.0.1.
   *
   * @param serverPort where the server listens; it need not do so yet
   * @return the proxy, forwarding
   */
  public static FaultProxy open(int serverPort) {
    FaultProxy proxy = new FaultProxy(new InetSocketAddress(LoopbackPorts.loopback(), serverPort));
    proxy.accept();
    return proxy;
  }

  /**
   * Returns the port of the proxy; it stays the same.
   *
   * @return a port of 127.0.0.1
   */
  public int port() {
    return port;
  }

  /**
   * Returns how many connections pass through the proxy.
   *
   * @return connections of which neither side has ended yet
   */
  public int connections() {
    return connections.size();
  }

  /** Resets all connections, as if the network had torn them: both sides get an error. */
  public void cut() {
    for (ProxiedConnection connection : connections) {
      connection.reset();
    }
  }

  /**
   * Stops forwarding in one direction, of all connections and of new ones; they stay open. What is
   * sent is held back, in the end by TCP's own flow control.
   *
   * @param direction which way nothing goes any more
   */
  public void stall(Direction direction) {
    requireNonNull(direction, "direction");
    lock.lock();
    try {
      stalled.add(direction);
    } finally {
      lock.unlock();
    }
  }

  /** Stops forwarding in both directions: the network is gone, and nobody says so. */
  public void stall() {
    stall(Direction.TO_SERVER);
    stall(Direction.TO_CLIENT);
  }

  /** Forwards again what was held back by {@link #stall}, in order and without loss. */
  public void resume() {
    lock.lock();
    try {
      stalled.clear();
      resumed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Refuses new connections from now on. Those that exist stay. */
  public void refuse() {
    ServerSocket socket;
    Thread thread;
    lock.lock();
    try {
      socket = listener;
      thread = acceptor;
      listener = null;
      acceptor = null;
    } finally {
      lock.unlock();
    }
    if (socket != null && thread != null) {
      closeQuietly(socket);
      join(thread);
    }
  }

  /** Accepts new connections again, on the same port. Does nothing if it already does. */
  public void accept() {
    lock.lock();
    try {
      if (closed || listener != null) {
        return;
      }
      ServerSocket socket = new ServerSocket();
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(LoopbackPorts.loopback(), port));
      listener = socket;
      acceptor = startThread("accept", () -> acceptFrom(socket));
    } catch (IOException e) {
      throw new UncheckedIOException("The proxy cannot listen on 127.0.0.1:" + port, e);
    } finally {
      lock.unlock();
    }
  }

  /** Refuses and cuts everything, and ends all threads. Closing again does nothing. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      resumed.signalAll();
    } finally {
      lock.unlock();
    }
    refuse();
    for (ProxiedConnection connection : connections) {
      connection.reset();
    }
    // Also those of connections that have ended by themselves just now.
    threads.forEach(FaultProxy::join);
  }

  /** {@code proxy from 127.0.0.1:20000 to 127.0.0.1:5672}. */
  @Override
  public String toString() {
    return "proxy from 127.0.0.1:" + port + " to 127.0.0.1:" + server.getPort();
  }

  /** Blocks while {@code direction} is stalled; false if the proxy is closed. */
  boolean awaitFlow(Direction direction, ProxiedConnection connection) {
    lock.lock();
    try {
      while (stalled.contains(direction) && !closed && !connection.isReset()) {
        resumed.awaitUninterruptibly();
      }
      return !closed && !connection.isReset();
    } finally {
      lock.unlock();
    }
  }

  /** Lets threads that are held back look whether their connection still exists. */
  void wake() {
    lock.lock();
    try {
      resumed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  void ended(ProxiedConnection connection) {
    connections.remove(connection);
  }

  Thread startThread(String role, Runnable body) {
    Thread thread = new Thread(body, "svar-fault-proxy-" + port + "-" + role);
    thread.setDaemon(true);
    thread.start();
    threads.removeIf(ended -> !ended.isAlive());
    threads.add(thread);
    return thread;
  }

  private void acceptFrom(ServerSocket socket) {
    while (!socket.isClosed()) {
      try {
        connect(socket.accept());
      } catch (IOException e) {
        // Closed by refuse(), or a client that was gone before it was accepted.
      }
    }
  }

  private void connect(Socket client) {
    Socket upstream = new Socket();
    ProxiedConnection connection = new ProxiedConnection(this, client, upstream);
    connections.add(connection);
    try {
      upstream.connect(server, CONNECT_LIMIT_MILLIS);
      connection.start();
    } catch (IOException e) {
      connection.reset();
      ended(connection);
    }
  }

  static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void closeQuietly(ServerSocket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
