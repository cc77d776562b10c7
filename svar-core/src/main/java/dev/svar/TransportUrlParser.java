package dev.svar;

import static dev.svar.PercentCoding.decode;
import static dev.svar.PercentCoding.decodeForm;

import dev.svar.TransportUrl.Host;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a transport URL as {@code TransportURL.parse} of oslo.messaging does ({@code
 * transport.py}), but refuses what cannot be meant.
 *
 * <p>What stands behind a colon may be a password where somebody forgot to encode it, so no message
 * shows it unless an {@code @} before it says that it is none.
 */
final class TransportUrlParser {
  private static final String EXAMPLE = "such as rabbit://user:password@localhost:5672/";
  private static final String FORM = "scheme://[user:password@]host[:port]/[virtual_host]";
  private static final String ENCODE =
      ". In a user name or password write %2F for /, %3F for ?, %23 for # and %2C for a comma";

  /** RFC 3986, appendix B, with a scheme. */
  private static final Pattern PARTS =
      Pattern.compile(
          "([A-Za-z][A-Za-z0-9+.-]*):(?://([^/?#]*))?([^?#]*)(?:\\?([^#]*))?(?:#(.*))?",
          Pattern.DOTALL);

  private static final Pattern IGNORED = Pattern.compile("^[\\x00-\\x20]+|[\\t\\r\\n]");
  private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");

  private final String text;
  private String scheme = "";
  private String behind = "";

  TransportUrlParser(String text) {
    this.text = IGNORED.matcher(text).replaceAll("");
  }

  TransportUrl parse() {
    Matcher parts = PARTS.matcher(text);
    if (!parts.matches()) {
      throw error("no scheme in \"" + beginning(text) + "\"", FORM + ", " + EXAMPLE);
    }
    scheme = parts.group(1);
    String authority = orEmpty(parts.group(2));
    String path = orEmpty(parts.group(3));
    if (!path.isEmpty() && !path.startsWith("/")) {
      throw error("no // after the scheme", FORM + ", " + EXAMPLE);
    }
    List<Host> hosts = authority.isEmpty() ? List.of() : hosts(authority, parts.end(2));
    if (authority.indexOf('@') < 0 && orEmpty(parts.group(5)).indexOf('@') >= 0) {
      throw error("credentials behind a #, where nothing counts", FORM);
    }
    return TransportUrl.parsed(
        scheme,
        hosts,
        path.isEmpty() ? null : decode(path.substring(1)),
        query(orEmpty(parts.group(4))));
  }

  private List<Host> hosts(String authority, int end) {
    List<Host> hosts = new ArrayList<>();
    int start = end - authority.length();
    for (String item : authority.split(",", -1)) {
      behind = text.substring(start + item.length());
      start += item.length() + 1;
      if (!item.isEmpty()) {
        hosts.add(host(item, hosts.size() + 1));
      }
    }
    return hosts;
  }

  private Host host(String item, int number) {
    int at = item.lastIndexOf('@');
    String credentials = item.substring(0, Math.max(at, 0));
    int colon = credentials.indexOf(':');
    String username = colon < 0 ? credentials : credentials.substring(0, colon);
    Address address = address(item.substring(at + 1), "host " + number);
    String label = "host " + number + (passwordGoesOn() ? "" : " (\"" + address.name + "\")");
    try {
      return new Host(
          address.name.isEmpty() ? null : address.name,
          address.port == null ? null : port(address.port, label, at >= 0),
          at < 0 ? null : decode(username),
          colon < 0 ? null : decode(credentials.substring(colon + 1)));
    } catch (IllegalArgumentException e) {
      throw error(label + " is no name", "a host name or address, without white space");
    }
  }

  private record Address(String name, @Nullable String port) {}

  private Address address(String text, String label) {
    int colon = text.indexOf(':');
    if (text.startsWith("[")) {
      int end = text.indexOf(']');
      String rest = text.substring(end + 1);
      if (end < 0 || !HostName.isIpv6(text.substring(1, end)) || !rest.matches("(:.*)?")) {
        throw error(
            label + " has brackets, but not around an IPv6 address",
            "[address] or [address]:port, such as [::1]:5672");
      }
      return new Address(text.substring(1, end), rest.isEmpty() ? null : rest.substring(1));
    }
    if (colon < 0) {
      return new Address(text, null);
    }
    if (colon == text.lastIndexOf(':')) {
      return new Address(text.substring(0, colon), text.substring(colon + 1));
    }
    if (!HostName.isIpv6(text)) {
      throw error(
          label + " has more than one colon, but is no IPv6 address",
          "host, host:port or [address]:port");
    }
    return new Address(text, null);
  }

  private int port(String digits, String label, boolean behindCredentials) {
    int port = PORT.matcher(digits).matches() ? Integer.parseInt(digits) : -1;
    if (port < 0 || port > 65535) {
      String got =
          digits.isEmpty()
              ? " is missing after the colon"
              : behindCredentials && !passwordGoesOn() ? " is \"" + digits + "\"" : " is no port";
      throw error("the port of " + label + got, "0 to 65535, or no colon");
    }
    return port;
  }

  private static Map<String, String> query(String text) {
    Map<String, String> query = new LinkedHashMap<>();
    for (String item : text.split("&", -1)) {
      int equals = item.indexOf('=');
      if (equals >= 0 && equals < item.length() - 1) {
        query.merge(
            decodeForm(item.substring(0, equals)),
            decodeForm(item.substring(equals + 1)),
            (first, next) -> first + "," + next);
      }
    }
    return query;
  }

  /** Whether an {@code @} follows the host: then it is probably the beginning of a password. */
  private boolean passwordGoesOn() {
    return behind.indexOf('@') >= 0;
  }

  private ConfigurationException error(String what, String expected) {
    return new ConfigurationException(
        "Transport URL"
            + (scheme.isEmpty() ? "" : " " + scheme + "://…")
            + ": "
            + what
            + " (expected: "
            + expected
            + ")"
            + (passwordGoesOn() ? ENCODE : ""),
        null);
  }

  private static String orEmpty(@Nullable String part) {
    return part == null ? "" : part;
  }

  /** As much as cannot be a password. */
  private static String beginning(String text) {
    String start = text.split("[:@/?#]", 2)[0];
    return start.length() < text.length() ? start + "…" : start;
  }
}
