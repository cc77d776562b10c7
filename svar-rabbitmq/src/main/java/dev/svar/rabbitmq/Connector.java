package dev.svar.rabbitmq;

import com.rabbitmq.client.Address;
import com.rabbitmq.client.AuthenticationFailureException;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import dev.svar.driver.DriverException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeoutException;
import javax.net.SocketFactory;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/**
 * Makes connections: hosts, login, TLS and limits. Used by one thread at a time, but for {@link
 * #abandon}.
 */
final class Connector {
  private final Settings settings;
  private final Hosts hosts;
  private final String virtualHost;
  private final @Nullable TlsContext tls;
  private final Threads threads;
  private final ExecutorService closing;
  private volatile boolean abandoned;
  private volatile @Nullable BatchingSocket trying;
  private Hosts.@Nullable Host last;

  Connector(
      Settings settings,
      Hosts hosts,
      String virtualHost,
      @Nullable TlsContext tls,
      Threads threads,
      ExecutorService closing) {
    this.settings = settings;
    this.hosts = hosts;
    this.virtualHost = virtualHost;
    this.tls = tls;
    this.threads = threads;
    this.closing = closing;
  }

  /**
   * Tries every host once; blocks.
   *
   * @throws DriverException REFUSED if a broker did not let us in, else NOT_SENT, naming every host
   *     and why
   */
  Link round() {
    List<String> causes = new ArrayList<>();
    DriverException.Outcome outcome = DriverException.Outcome.NOT_SENT;
    Throwable first = null;
    for (Hosts.Host host : hosts.round()) {
      try {
        Link link = connect(host);
        last = host;
        return link;
      } catch (IOException | TimeoutException | RuntimeException e) {
        hosts.failed(host);
        String refusal = refusal(e, host);
        if (refusal != null) {
          outcome = DriverException.Outcome.REFUSED;
        }
        causes.add(host + ": " + (refusal != null ? refusal : cause(e)));
        first = first == null ? e : first;
      }
      if (abandoned) {
        break;
      }
    }
    throw new DriverException(
        outcome, "No connection to RabbitMQ at " + String.join("; ", causes), first);
  }

  /** The connection that {@link #round} made last is lost: the next round starts elsewhere. */
  void lost() {
    if (last != null) {
      hosts.failed(last);
    }
  }

  /** Ends the attempt under way, and every further one; any thread. */
  void abandon() {
    abandoned = true;
    BatchingSocket socket = trying;
    if (socket != null) {
      socket.kill();
    }
  }

  private Link connect(Hosts.Host host) throws IOException, TimeoutException {
    ConnectionFactory factory = new ConnectionFactory();
    Sockets sockets = new Sockets(host);
    factory.setSocketFactory(sockets);
    factory.setUsername(host.user());
    factory.setPassword(host.password());
    factory.setVirtualHost(virtualHost);
    factory.setSaslConfig(Login.of(settings.loginMethod).config());
    factory.setAutomaticRecoveryEnabled(false);
    factory.setTopologyRecoveryEnabled(false);
    factory.setRequestedHeartbeat(settings.heartbeat);
    factory.setRequestedFrameMax(131_072);
    factory.setConnectionTimeout((int) settings.connectTimeout.toMillis());
    factory.setHandshakeTimeout((int) settings.handshakeTimeout.toMillis());
    factory.setChannelRpcTimeout((int) settings.rpcTimeout.toMillis());
    factory.setChannelShouldCheckRpcResponseType(true);
    factory.setMaxInboundMessageBodySize(settings.maxBody);
    factory.setThreadFactory(threads.library());
    factory.setShutdownExecutor(closing);
    factory.setExceptionHandler(new Unexpected());
    factory.setClientProperties(properties(factory.getClientProperties()));
    String name =
        QueueNames.program() + ":" + ProcessHandle.current().pid() + ":" + UUID.randomUUID();
    try {
      Connection connection =
          factory.newConnection(
              new Threads.SameThread(), List.of(new Address(host.name(), host.port())), name);
      return new Link(connection, sockets.made(), host.toString());
    } finally {
      trying = null;
    }
  }

  private static Map<String, Object> properties(Map<String, Object> library) {
    Map<String, Object> properties = new LinkedHashMap<>(library);
    properties.keySet().removeAll(List.of("copyright", "information"));
    String version = Connector.class.getPackage().getImplementationVersion();
    properties.put("product", "Svar");
    properties.put("version", version == null ? "0" : version);
    properties.put("platform", "Java " + Runtime.version().feature());
    return properties;
  }

  /** What the broker holds against us, and what to do; null if it is not that it refused. */
  private @Nullable String refusal(Throwable failure, Hosts.Host host) {
    if (failure instanceof AuthenticationFailureException) {
      return "user "
          + host.user()
          + " is refused with login method "
          + settings.loginMethod
          + " ("
          + Closure.reason(failure)
          + "). Check user and password of the transport URL, and that the user may use virtual"
          + " host "
          + virtualHost;
    }
    Closure closure = Closure.of(failure);
    if (closure != null
        && (closure.code() == Closure.NOT_ALLOWED || closure.code() == Closure.ACCESS_REFUSED)) {
      return "virtual host "
          + virtualHost
          + " is refused to user "
          + host.user()
          + " ("
          + closure
          + "). Check the path of the transport URL, or create the virtual host and the user's"
          + " permissions in it";
    }
    return null;
  }

  /** Why, in short; with what to do where TLS or the address is the reason. */
  private static String cause(Throwable failure) {
    String cause = Closure.reason(failure);
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (at instanceof SSLHandshakeException) {
        return cause
            + ". Check ssl_ca_file, and that the broker's certificate names the host of the URL"
            + " (ssl_enforce_hostname_verification)";
      } else if (at instanceof SSLException) {
        return cause
            + ". If the port speaks no TLS: RabbitMQ's port for TLS is 5671 by default, but a URL"
            + " without a port means 5672";
      } else if (at instanceof ConnectException || at instanceof UnknownHostException) {
        return cause + ". Check host and port of the transport URL, and that the broker runs there";
      }
    }
    return cause;
  }

  /** Hands out one socket per address that is tried, and remembers it. */
  private final class Sockets extends SocketFactory {
    private final Hosts.Host host;
    private @Nullable BatchingSocket last;

    Sockets(Hosts.Host host) {
      this.host = host;
    }

    BatchingSocket made() throws IOException {
      if (last == null) {
        throw new IOException("no socket was made");
      }
      return last;
    }

    @Override
    public java.net.Socket createSocket() throws IOException {
      BatchingSocket socket =
          new BatchingSocket(tls, host.name(), (int) settings.handshakeTimeout.toMillis());
      last = socket;
      trying = socket;
      if (abandoned) {
        throw new IOException("the driver is closed");
      }
      return socket;
    }

    @Override
    public java.net.Socket createSocket(String host, int port) {
      throw new UnsupportedOperationException("unconnected sockets only");
    }

    @Override
    public java.net.Socket createSocket(
        String host, int port, java.net.InetAddress local, int localPort) {
      throw new UnsupportedOperationException("unconnected sockets only");
    }

    @Override
    public java.net.Socket createSocket(java.net.InetAddress host, int port) {
      throw new UnsupportedOperationException("unconnected sockets only");
    }

    @Override
    public java.net.Socket createSocket(
        java.net.InetAddress host, int port, java.net.InetAddress local, int localPort) {
      throw new UnsupportedOperationException("unconnected sockets only");
    }
  }
}
