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

  /** Whether it only says that its method still runs. */
  public boolean isHeartbeat() {
    return failure == null && Boolean.FALSE.equals(ending) && result.isNull();
  }
}
