package dev.svar;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import dev.svar.driver.Option;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a message bus is, and what is special about reaching it:
 *
 * <pre>
 * {@code scheme://[user[:password]@]host[:port][,[user[:password]@]host[:port]…]/[virtual_host][?option=value…]}
 * </pre>
 *
 * <p>{@code %xx} in user, password, virtual host and query stands for a byte of UTF-8. A {@code /},
 * {@code ?}, {@code #} or {@code ,} in a user name or password must be written so, as {@code %2F},
 * {@code %3F}, {@code %23} and {@code %2C}. An IPv6 address is bracketed where a port follows. A
 * fragment is dropped.
 *
 * <p>A value, immutable. Two are equal if scheme, virtual host and hosts in their order are; the
 * query does not count.
 */
public final class TransportUrl {
  private static final Pattern SCHEME = Pattern.compile("[a-z][a-z0-9+.-]*");

  private final String scheme;
  private final List<Host> hosts;
  private final @Nullable String virtualHost;
  private final Map<String, String> query;

  private TransportUrl(
      String scheme, List<Host> hosts, @Nullable String virtualHost, Map<String, String> query) {
    this.scheme = scheme;
    this.hosts = List.copyOf(hosts);
    this.virtualHost = virtualHost;
    this.query = Collections.unmodifiableMap(new LinkedHashMap<>(query));
  }

  /**
   * Reads a URL.
   *
   * @throws ConfigurationException if it is none, saying where and what is expected there, without
   *     its credentials
   */
  public static TransportUrl parse(String text) {
    return new TransportUrlParser(requireNonNull(text, "text")).parse();
  }

  /**
   * The URL of these parts, none of them encoded.
   *
   * @param scheme case does not matter
   * @param hosts may be empty
   * @param virtualHost null and {@code ""} are written alike, and read as {@code ""}
   * @param query names and values, both not empty
   * @throws IllegalArgumentException if a part cannot stand in a URL
   */
  public static TransportUrl of(
      String scheme, List<Host> hosts, @Nullable String virtualHost, Map<String, String> query) {
    String lower = scheme.toLowerCase(Locale.ROOT);
    if (!SCHEME.matcher(lower).matches()) {
      throw new IllegalArgumentException(
          "scheme: \"" + scheme + "\" (expected: a letter, then letters, digits, +, - and .)");
    }
    query.forEach(
        (name, value) -> {
          if (name.isEmpty() || value.isEmpty()) {
            throw new IllegalArgumentException(
                "query: \"" + name + "\" (expected: a name and a value, neither empty)");
          }
        });
    return new TransportUrl(lower, hosts, virtualHost, query);
  }

  /** What was read, with a query as lenient as Python's. */
  static TransportUrl parsed(
      String scheme, List<Host> hosts, @Nullable String virtualHost, Map<String, String> query) {
    return new TransportUrl(scheme.toLowerCase(Locale.ROOT), hosts, virtualHost, query);
  }

  /** The scheme, lower case: {@code rabbit}, {@code kombu+memory}. */
  public String scheme() {
    return scheme;
  }

  /** The scheme before a {@code +}: what a driver is found by. */
  public String driver() {
    int plus = scheme.indexOf('+');
    return plus < 0 ? scheme : scheme.substring(0, plus);
  }

  /** The hosts in their order; may be empty. Credentials of one do not count for the others. */
  public List<Host> hosts() {
    return hosts;
  }

  /** The virtual host, decoded, without the first slash; null if the URL has no path. */
  public @Nullable String virtualHost() {
    return virtualHost;
  }

  /**
   * Options that this URL sets, in their order, decoded. Several values of one name are joined by
   * commas; a name without a value is left out.
   */
  public Map<String, String> query() {
    return query;
  }

  /** The URL <b>with its credentials</b>, in the form that Python's library writes. */
  public String format() {
    return write(true);
  }

  /** The URL with {@code ***} for passwords and other secrets. */
  @Override
  public String toString() {
    return write(false);
  }

  private String write(boolean secrets) {
    String path = virtualHost == null ? "" : PercentCoding.encode(virtualHost, "/");
    String options =
        query.entrySet().stream()
            .map(
                option -> {
                  boolean show = secrets || !Option.text(option.getKey()).secret();
                  String value = show ? PercentCoding.encodeForm(option.getValue()) : "***";
                  return PercentCoding.encodeForm(option.getKey()) + "=" + value;
                })
            .collect(joining("&"));
    return scheme
        + "://"
        + hosts.stream().map(host -> host.write(secrets)).collect(joining(","))
        + "/"
        + path
        + (options.isEmpty() ? "" : "?" + options);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof TransportUrl that
        && scheme.equals(that.scheme)
        && hosts.equals(that.hosts)
        && Objects.equals(virtualHost, that.virtualHost);
  }

  @Override
  public int hashCode() {
    return Objects.hash(scheme, hosts, virtualHost);
  }

  /**
   * One broker of the URL; not all of its parts are null.
   *
   * @param name a host name or address, IPv6 without brackets; null if the URL gives none
   * @param port 0 to 65535; null if the URL gives none
   * @param username decoded; null if the URL gives none
   * @param password decoded; null if the URL gives none; never without a username, which may be
   *     empty
   */
  public record Host(
      @Nullable String name,
      @Nullable Integer port,
      @Nullable String username,
      @Nullable String password) {
    /**
     * @throws IllegalArgumentException if a part cannot stand in a URL
     */
    public Host {
      if (name == null && port == null && username == null) {
        throw new IllegalArgumentException(
            "name, port and username: null (expected: at least one of them)");
      }
      if (name != null && !HostName.isName(name) && !HostName.isIpv6(name)) {
        throw new IllegalArgumentException(
            "name: \"" + name + "\" (expected: a host name, or an address without brackets)");
      }
      if (port != null && (port < 0 || port > 65535)) {
        throw new IllegalArgumentException("port: " + port + " (expected: 0 to 65535)");
      }
      if (password != null && username == null) {
        throw new IllegalArgumentException(
            "username: null, with a password (expected: a name, which may be empty)");
      }
    }

    private String write(boolean secrets) {
      if (username == null) {
        return toString();
      }
      String user = PercentCoding.encode(username, "");
      String secret =
          password == null ? "" : ":" + (secrets ? PercentCoding.encode(password, "") : "***");
      return user + secret + "@" + this;
    }

    /** Host and port, never the credentials. */
    @Override
    public String toString() {
      String host = name == null ? "" : name.indexOf(':') >= 0 ? "[" + name + "]" : name;
      return port == null ? host : host + ":" + port;
    }
  }
}
