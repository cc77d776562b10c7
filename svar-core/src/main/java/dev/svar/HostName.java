package dev.svar;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/** What may stand for a host in a URL. Asks no name server. */
final class HostName {
  private static final Pattern NAME = Pattern.compile("[^\\s\\p{Cntrl}@,/?#\\[\\]:]+");

  private HostName() {}

  /** A name, or an IPv4 address. */
  static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }

  /** An IPv6 address without brackets, perhaps with a zone. */
  static boolean isIpv6(String text) {
    int percent = text.indexOf('%');
    String address = percent < 0 ? text : text.substring(0, percent);
    if (address.indexOf(':') < 0 || address.indexOf('[') >= 0) {
      return false;
    }
    try {
      // What is in brackets is read as an address, or refused, but never looked up.
      InetAddress.getByName("[" + address + "]");
      return percent < 0 || isName(text.substring(percent));
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
