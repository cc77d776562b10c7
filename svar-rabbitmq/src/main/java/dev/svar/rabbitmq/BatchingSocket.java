package dev.svar.rabbitmq;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * The socket that the client library gets. It adds three things: the thread that {@link #hold}s
 * back flushes writes many commands with one system call (the library flushes after each); TLS is
 * shaken hands on within {@link #connect}, so that its errors are told from others; and a peer that
 * is silent for too long is cut off here, because the library would first wait for locks that a
 * thread stuck in a write may hold.
 *
 * <p>Thread-safe. The lock around the output is held while writing to the network, as in the
 * library's own streams; no other lock is taken under it.
 */
@SuppressWarnings("UnsynchronizedOverridesSynchronized") // the socket underneath is thread-safe
final class BatchingSocket extends Socket {
  /** The library gives up when the ninth quarter of a heartbeat passes in silence. */
  private static final int SILENT_READS = 8;

  private final Socket plain = new Socket();
  private final @Nullable TlsContext tls;
  private final String host;
  private final int handshakeMillis;
  private volatile Socket active = plain;
  private volatile long room;
  private @Nullable Output output;
  private @Nullable InputStream input;

  BatchingSocket(@Nullable TlsContext tls, String host, int handshakeMillis) {
    this.tls = tls;
    this.host = host;
    this.handshakeMillis = handshakeMillis;
  }

  @Override
  public void connect(SocketAddress endpoint, int timeout) throws IOException {
    plain.setTcpNoDelay(true);
    plain.connect(endpoint, timeout);
    TlsContext context = tls;
    if (context != null) {
      plain.setSoTimeout(handshakeMillis);
      SSLSocket socket = context.over(plain, host, ((InetSocketAddress) endpoint).getPort());
      socket.startHandshake();
      plain.setSoTimeout(0);
      active = socket;
    } else {
      room = plain.getSendBufferSize() / 8;
    }
    output = new Output(active.getOutputStream());
    input = new Watched(active.getInputStream());
  }

  /** From now on a flush by this thread is deferred until {@link #release}. */
  void hold() {
    Output out = output;
    if (out != null) {
      out.holder = Thread.currentThread();
    }
  }

  /**
   * How much may be on its way to the broker, unread, so that a write certainly need not wait: an
   * eighth of the system's buffer, which counts more than the bytes. Nothing with TLS, whose writes
   * wait for other things, too.
   */
  long room() {
    return room;
  }

  /** Sends what was held back. */
  void release() throws IOException {
    Output out = output;
    if (out != null) {
      out.holder = null;
      out.flush();
    }
  }

  /** Cuts the connection without a word, whatever other threads do with it; does not block. */
  void kill() {
    try {
      plain.close();
    } catch (IOException e) {
      // It is as dead as it can be.
    }
  }

  /** Gathers what is written, up to 64 KiB, until somebody flushes who may. */
  private static final class Output extends OutputStream {
    private final OutputStream out;
    private final byte[] buffer = new byte[1 << 16];
    private int count;
    private volatile @Nullable Thread holder;

    Output(OutputStream out) {
      this.out = out;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
      if (length > buffer.length - count) {
        drain();
      }
      if (length >= buffer.length) {
        out.write(bytes, offset, length);
      } else {
        System.arraycopy(bytes, offset, buffer, count, length);
        count += length;
      }
    }

    @Override
    public void flush() throws IOException {
      if (holder != Thread.currentThread()) {
        drain();
      }
    }

    private synchronized void drain() throws IOException {
      if (count > 0) {
        int length = count;
        count = 0;
        out.write(buffer, 0, length);
      }
      out.flush();
    }
  }

  private final class Watched extends FilterInputStream {
    private int silent;

    Watched(InputStream in) {
      super(in);
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      try {
        int count = super.read(bytes, offset, length);
        silent = 0;
        return count;
      } catch (SocketTimeoutException e) {
        if (++silent > SILENT_READS) {
          kill();
        }
        throw e;
      }
    }
  }

  @Override
  public OutputStream getOutputStream() throws IOException {
    Output out = output;
    if (out == null) {
      throw new SocketException("not connected");
    }
    return out;
  }

  @Override
  public InputStream getInputStream() throws IOException {
    InputStream in = input;
    if (in == null) {
      throw new SocketException("not connected");
    }
    return in;
  }

  @Override
  public void close() throws IOException {
    active.close();
  }

  @Override
  public boolean isClosed() {
    return plain.isClosed();
  }

  @Override
  public boolean isConnected() {
    return plain.isConnected();
  }

  @Override
  public InetAddress getInetAddress() {
    return plain.getInetAddress();
  }

  @Override
  public InetAddress getLocalAddress() {
    return plain.getLocalAddress();
  }

  @Override
  public int getPort() {
    return plain.getPort();
  }

  @Override
  public int getLocalPort() {
    return plain.getLocalPort();
  }

  @Override
  public void setSoTimeout(int timeout) throws SocketException {
    plain.setSoTimeout(timeout);
  }

  @Override
  public int getSoTimeout() throws SocketException {
    return plain.getSoTimeout();
  }

  @Override
  public void setTcpNoDelay(boolean on) throws SocketException {
    plain.setTcpNoDelay(on);
  }

  @Override
  public void setSoLinger(boolean on, int seconds) throws SocketException {
    plain.setSoLinger(on, seconds);
  }
}
