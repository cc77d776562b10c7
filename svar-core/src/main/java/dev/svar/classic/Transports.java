package dev.svar.classic;

import dev.svar.Transport;
import dev.svar.TransportUrl;
import dev.svar.internal.config.ClassicSettings;
import dev.svar.internal.engine.Engine;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Opens the transport of a backend, and those to other servers. Thread-safe; the lock is held while
 * a builder is used, which waits for nothing but files.
 */
final class Transports {
  private final ReentrantLock lock = new ReentrantLock();
  private final Transport.Builder builder; // guarded by lock
  private final TransportUrl url;

  Transports(ClassicSettings settings, Transport.Builder builder) {
    this.builder = builder.responseTimeout(settings.responseTimeout());
    this.url = settings.url();
    settings.driverOptions().forEach(builder::option);
    settings.controlExchange().ifPresent(builder::exchange);
  }

  /** To the bus that the options name. */
  Engine open() {
    return open(url);
  }

  /**
   * To a server given by {@code hostname, port, username} (or {@code userid}), {@code password} and
   * {@code virtual_host}, which stand for those of every host of the options; all else is an option
   * of the driver ({@code rpc/impl_kombu.py}, {@code Connection.__init__}).
   */
  Engine open(Map<String, ?> server) {
    Map<String, Object> rest = new LinkedHashMap<>(server);
    Object name = rest.remove("hostname");
    Object port = rest.remove("port");
    Object userid = rest.remove("userid");
    Object username = rest.remove("username");
    Object user = username != null ? username : userid;
    Object password = rest.remove("password");
    Object virtualHost = rest.remove("virtual_host");
    List<TransportUrl.Host> hosts =
        (url.hosts().isEmpty() && name != null
                ? List.of(new TransportUrl.Host(String.valueOf(name), null, null, null))
                : url.hosts())
            .stream()
                .map(
                    host ->
                        new TransportUrl.Host(
                            or(name, host.name()),
                            port != null ? portOf(port) : host.port(),
                            or(user, host.username()),
                            or(password, host.password())))
                .distinct()
                .toList();
    Map<String, String> query = new LinkedHashMap<>(url.query());
    rest.forEach((option, value) -> query.put(option, String.valueOf(value)));
    String other = virtualHost == null ? url.virtualHost() : String.valueOf(virtualHost);
    return open(
        TransportUrl.of(url.scheme(), hosts, Objects.equals(other, "/") ? null : other, query));
  }

  private static Integer portOf(Object port) {
    try {
      return Integer.valueOf(String.valueOf(port).strip());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "server_params: port: \"" + port + "\" (expected: a whole number)", e);
    }
  }

  private static @Nullable String or(@Nullable Object given, @Nullable String otherwise) {
    return given != null ? String.valueOf(given) : otherwise;
  }

  private Engine open(TransportUrl to) {
    lock.lock();
    try {
      return (Engine) builder.url(to.format()).open();
    } finally {
      lock.unlock();
    }
  }
}
