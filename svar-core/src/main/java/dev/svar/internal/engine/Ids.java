package dev.svar.internal.engine;

import java.util.UUID;

/** Names for messages. */
final class Ids {
  private Ids() {}

  /** 32 lower-case hex digits, as oslo.messaging's {@code uuid.uuid4().hex}. */
  static String next() {
    UUID id = UUID.randomUUID();
    char[] hex = new char[32];
    write(id.getMostSignificantBits(), hex, 0);
    write(id.getLeastSignificantBits(), hex, 16);
    return new String(hex);
  }

  private static void write(long bits, char[] into, int at) {
    for (int i = 15; i >= 0; i--) {
      into[at + i] = Character.forDigit((int) (bits & 0xf), 16);
      bits >>>= 4;
    }
  }
}
