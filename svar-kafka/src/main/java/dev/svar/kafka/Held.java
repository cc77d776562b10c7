package dev.svar.kafka;

import dev.svar.driver.Address;
import dev.svar.driver.Message;
import org.jspecify.annotations.Nullable;

/** A message of a partition, from the poll that brought it until it is settled. */
final class Held {
  final Track track;
  final long offset;
  final Address address;

  /** Whether a handler had it before. Guarded by the lock of the {@link Flow}. */
  boolean again;

  /** Null when it is done. */
  private volatile @Nullable Message message;

  Held(Track track, long offset, Address address, Message message) {
    this.track = track;
    this.offset = offset;
    this.address = address;
    this.message = message;
  }

  @Nullable Message message() {
    return message;
  }

  void done() {
    message = null;
  }

  boolean isDone() {
    return message == null;
  }
}
