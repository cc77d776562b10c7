package dev.svar;

/** What a transport counts. Each count is also an event for the {@link Observer}. */
public enum Counter {
  /** A connection was made for the first time. */
  CONNECTED,
  /** A connection was lost. */
  LOST,
  /** A lost connection was restored. */
  RECONNECTED,
  /** The broker stopped taking publications for a while. */
  BLOCKED,
  /** A message that came in was refused: not readable, too large, of an unknown version. */
  REJECTED,
  /** A mandatory message came back: no queue took it. */
  RETURNED,
  /** A request, a reply or an item of a stream came again and was dropped. */
  DUPLICATE,
  /** A reply came for no call or stream that waits: late, or a second one. */
  LATE_REPLY,
  /** A reply was given up: its caller is gone, or the broker did not take it. */
  REPLY_DROPPED,
  /** A stream ended because its client had gone, or gave no sign of life. */
  STREAM_ABANDONED,
  /** A request without a way to answer was dropped. */
  REQUEST_DROPPED,
  /** A message that had been written was refused, or its fate is unknown. */
  UNCONFIRMED,
  /** A publication was tried again. */
  RETRIED,
  /** Something deleted at the broker was restored. */
  REPAIRED,
  /** The driver goes on in another way than was configured. */
  DEGRADED,
  /** A call ended without a reply by its deadline. */
  TIMED_OUT,
  /** A cast or a notification failed in its handler: nobody is told but the log. */
  HANDLER_FAILED,
  /** An event went back to its queue, at once or after a delay. */
  REQUEUED,
  /** An event was put among the dead letters. */
  DEAD_LETTERED,
  /** An event was acknowledged because its listener has no handler for its priority. */
  UNHANDLED
}
