package dev.svar.internal.engine;

import dev.svar.internal.codec.Credit;
import java.time.Duration;

/** What bounds a stream, in room and in time. */
final class StreamLimits {
  /** How many items the server may be ahead of the consumer. */
  static final int ITEMS = 256;

  /** How many bytes of bodies, as on the wire, the server may be ahead of the consumer. */
  static final long BYTES = 16 << 20;

  /** What the request gives. */
  static final Credit FIRST = new Credit(ITEMS, BYTES);

  /** How many items are kept of a server that knows no credit. */
  static final int ITEMS_WITHOUT_CREDIT = 100_000;

  /** How often a client says that it is there. */
  static final Duration SIGN_OF_LIFE = Duration.ofSeconds(20);

  /** How long a server waits for that. */
  static final Duration SILENCE = Duration.ofSeconds(60);

  /** How many streams the servers of one transport have open at a time. */
  static final int STREAMS = 10_000;

  private StreamLimits() {}
}
