package dev.svar.internal.codec;

import dev.svar.RemoteException;
import org.jspecify.annotations.Nullable;

/**
 * A reply that came in.
 *
 * @param messageId {@code _msg_id} of the request it answers
 * @param uniqueId null if missing
 * @param result still as text; null-valued if missing
 * @param failure null if there is none
 * @param ending null if the key is missing
 * @param item null if it is no part of a stream with credit
 */
public record IncomingReply(
    String messageId,
    @Nullable String uniqueId,
    Json result,
    RemoteException.@Nullable Failure failure,
    @Nullable Boolean ending,
    @Nullable StreamItem item)
    implements InboxMessage {

  /** Whether nothing follows it. */
  public boolean isLast() {
    return failure != null || Boolean.TRUE.equals(ending);
  }

  /**
   * Whether it may be one of several whose order nothing tells but that of their coming: a value
   * before the end, the end, or a failure after values. A stream with credit numbers its items.
   */
  public boolean followsByOrder() {
    boolean alone = Boolean.TRUE.equals(ending) && (failure != null || !result.isNull());
    return item == null && !alone && !isHeartbeat();
  }

  /** Whether it only says that its method still runs. */
  public boolean isHeartbeat() {
    return failure == null && Boolean.FALSE.equals(ending) && result.isNull();
  }
}
