package dev.svar.kafka;

import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.kafka.common.TopicPartition;

/**
 * What was read of one partition and is not committed yet, in order.
 *
 * <p>Owned by the thread that polls, but for what says otherwise.
 */
final class Track {
  private static final long UNKNOWN = -1;

  final TopicPartition partition;

  /** Those that were read, up to the first one that is not settled, are in here no more. */
  private final Deque<Held> pending = new ArrayDeque<>();

  /** Wakes the thread that polls. */
  final Runnable bell;

  /** The offset that is read next. */
  private long next;

  /** What the broker is known to have. */
  private long committed;

  // Guarded by the lock of the Flow.

  /** How many deliveries of it are unsettled. */
  int out;

  /** What could not be handed over while the group decided whose the partition is. */
  final Deque<Held> parked = new ArrayDeque<>();

  boolean suspended;
  boolean gone;

  /**
   * Starts.
   *
   * @param start the offset that is read first
   * @param saved whether the broker knows that
   */
  Track(TopicPartition partition, long start, boolean saved, Runnable bell) {
    this.partition = partition;
    this.next = start;
    this.committed = saved ? start : UNKNOWN;
    this.bell = bell;
  }

  void add(Held held) {
    pending.addLast(held);
    next = held.offset + 1;
  }

  long next() {
    return next;
  }

  /** How many are read and not committed. */
  int length() {
    return pending.size();
  }

  /** The offset before which everything is settled. */
  long settled() {
    while (!pending.isEmpty() && pending.getFirst().isDone()) {
      pending.removeFirst();
    }
    return pending.isEmpty() ? next : pending.getFirst().offset;
  }

  /** Whether there is something to commit. */
  boolean dirty() {
    return settled() > committed;
  }

  /** Whether the broker knows where a restart is to go on. */
  boolean saved() {
    return committed != UNKNOWN;
  }

  void committed(long offset) {
    committed = Math.max(committed, offset);
  }
}
