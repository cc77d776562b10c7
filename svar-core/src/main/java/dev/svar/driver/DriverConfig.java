package dev.svar.driver;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * What a driver is opened with.
 *
 * @param scheme the URL's scheme before a {@code +}
 * @param hosts in the order of the URL; may be empty
 * @param virtualHost decoded; null if the URL has no path
 * @param options values of the provider's options
 * @param name for connection and thread names: unique in this process
 * @param timer lent, not to be shut down; nothing that blocks may run on it
 */
public record DriverConfig(
    String scheme,
    List<Host> hosts,
    @Nullable String virtualHost,
    Options options,
    String name,
    ScheduledExecutorService timer) {

  public DriverConfig {
    requireNonNull(scheme, "scheme");
    hosts = List.copyOf(hosts);
    requireNonNull(options, "options");
    requireNonNull(name, "name");
    requireNonNull(timer, "timer");
  }

  /**
   * One broker of the URL.
   *
   * @param name a host name or address, IPv6 without brackets; null if the URL gives none
   * @param port null if the URL gives none
   * @param username decoded; null if the URL gives none
   * @param password decoded; null if the URL gives none
   */
  public record Host(
      @Nullable String name,
      @Nullable Integer port,
      @Nullable String username,
      @Nullable String password) {

    /** Host and port, never the credentials. */
    @Override
    public String toString() {
      String host = name == null ? "" : name.indexOf(':') >= 0 ? "[" + name + "]" : name;
      return port == null ? host : host + ":" + port;
    }
  }
}
