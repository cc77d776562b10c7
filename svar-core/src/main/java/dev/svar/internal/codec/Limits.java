package dev.svar.internal.codec;

/**
 * What is accepted from the wire, and sent.
 *
 * @param messageBytes the longest body, before and after decompression
 * @param depth the deepest nesting of maps and lists
 * @param numberDigits the longest number
 */
public record Limits(int messageBytes, int depth, int numberDigits) {
  /** 64 MiB, 1,000 levels (what Python itself reads), 10,000 digits. */
  public static final Limits DEFAULT = new Limits(64 << 20, 1_000, 10_000);
}
