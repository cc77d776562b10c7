package dev.svar.internal.engine;

import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Names for messages. What is a secret of a kind is random: who guesses the {@code _msg_id} of a
 * call can answer in its server's place, and so it is with names of inboxes, which drivers make.
 * {@code _unique_id} and the id of a notification only tell copies from others; that is so for
 * nearly nothing, where randomness costs as much as the JSON of a small message.
 */
public final class Ids {

  /** Where the numbers of this process are among all others: 122 bits are random. */
  private static final UUID START = UUID.randomUUID();

  private static final AtomicLong COUNT = new AtomicLong();

  /** Odd, so that 2⁶² numbers pass before one comes again. */
  private static final long STEP = 0x9e37_79b9_7f4a_7c15L;

  /** The highest two bits are the variant of a UUID. */
  private static final long VARIANT = 1L << 63;

  private static final long NUMBER = -1L >>> 2;

  private Ids() {}

  /** 32 lower-case hex digits that nobody can guess, as oslo.messaging's {@code uuid4().hex}. */
  static String secret() {
    return hex(UUID.randomUUID());
  }

  /** 32 lower-case hex digits that no other message has. */
  static String unique() {
    return unique(number());
  }

  /** A number that no other message of this process has. */
  static long number() {
    return COUNT.getAndIncrement();
  }

  /** The same for the same number. */
  static String unique(long number) {
    return hex(uuid(number));
  }

  /** A UUID that no other message has. */
  public static UUID uniqueUuid() {
    return uuid(number());
  }

  private static UUID uuid(long number) {
    long mixed = START.getLeastSignificantBits() + number * STEP;
    return new UUID(START.getMostSignificantBits(), VARIANT | (mixed & NUMBER));
  }

  private static String hex(UUID id) {
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
