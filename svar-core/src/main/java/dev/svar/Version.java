package dev.svar;

import java.util.regex.Pattern;

/**
 * The version of an interface: {@code X.Y} or {@code X.Y.Z}, where a missing revision is 0.
 *
 * @param major what must be equal
 * @param minor what an implementation may exceed
 * @param revision what an implementation of the same minor may exceed
 */
public record Version(int major, int minor, int revision) {
  private static final Pattern FORM = Pattern.compile("\\d{1,9}\\.\\d{1,9}(\\.\\d{1,9})?");

  /** What a message without a version and an endpoint without one have. */
  public static final Version ONE = new Version(1, 0, 0);

  /**
   * Reads {@code X.Y} or {@code X.Y.Z}.
   *
   * @throws IllegalArgumentException if it is neither, saying what it is
   */
  public static Version parse(String text) {
    if (!FORM.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "version: \"" + text + "\" (expected: X.Y or X.Y.Z, such as \"1.2\")");
    }
    String[] parts = text.split("\\.", -1);
    return new Version(
        Integer.parseInt(parts[0]),
        Integer.parseInt(parts[1]),
        parts.length > 2 ? Integer.parseInt(parts[2]) : 0);
  }

  /**
   * Whether something of this version serves a request for {@code requested}: the same major, and
   * nothing newer than this.
   */
  public boolean serves(Version requested) {
    return major == requested.major
        && (requested.minor < minor
            || (requested.minor == minor && requested.revision <= revision));
  }

  /** {@code X.Y}, or {@code X.Y.Z} with a revision. */
  @Override
  public String toString() {
    return revision == 0 ? major + "." + minor : major + "." + minor + "." + revision;
  }
}
