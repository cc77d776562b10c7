package dev.svar.classic;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * Which version serves which: numbers with dots, compared one by one, a missing one being 0 ({@code
 * rpc/common.py}, {@code version_is_compatible}).
 */
final class Versions {
  private static final Pattern FORM = Pattern.compile("\\d+(\\.\\d+)*");

  private Versions() {}

  /**
   * Whether what implements {@code implemented} serves {@code requested}: of the same major, and
   * nothing newer.
   *
   * @throws IllegalArgumentException if one is no version
   */
  static boolean compatible(String implemented, String requested) {
    BigInteger[] have = parts(implemented);
    BigInteger[] want = parts(requested);
    if (!have[0].equals(want[0])) {
      return false;
    }
    for (int i = 1; i < Math.max(have.length, want.length); i++) {
      int order = at(have, i).compareTo(at(want, i));
      if (order != 0) {
        return order > 0;
      }
    }
    return true;
  }

  /** {@code 1} as {@code 1.0}: what every peer reads. */
  static String complete(String version) {
    parts(version);
    return version.indexOf('.') < 0 ? version + ".0" : version;
  }

  private static BigInteger at(BigInteger[] parts, int index) {
    return index < parts.length ? parts[index] : BigInteger.ZERO;
  }

  private static BigInteger[] parts(String version) {
    if (!FORM.matcher(version).matches()) {
      throw new IllegalArgumentException(
          "version: \"" + version + "\" (expected: numbers with dots, such as \"1.2\")");
    }
    return Arrays.stream(version.split("\\.", -1)).map(BigInteger::new).toArray(BigInteger[]::new);
  }
}
