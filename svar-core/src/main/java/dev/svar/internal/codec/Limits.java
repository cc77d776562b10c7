package dev.svar.internal.codec;

/**
 * What is accepted from the wire, and sent.
 *
 * @param messageBytes the longest body, before and after decompression
 * @param depth the deepest nesting of maps and lists in a value; the map of the message, and that
 *     of the arguments, do not count
 * @param numberDigits the longest number
 */
public record Limits(int messageBytes, int depth, int numberDigits) {
  /** 64 MiB, 1,000 levels (what Python itself reads), 10,000 digits. */
  public static final Limits DEFAULT = new Limits(64 << 20, 1_000, 10_000);

  public Limits {
    checkPositive("messageBytes", messageBytes);
    checkPositive("depth", depth);
    checkPositive("numberDigits", numberDigits);
  }

  private static void checkPositive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: more than 0)");
    }
  }
}
