package dev.svar.internal.codec;

import dev.svar.RemoteException;
import org.jspecify.annotations.Nullable;

/**
 * A reply on its way out.
 *
 * @param messageId {@code _msg_id} of the request; left out if null
 * @param uniqueId of this reply
 * @param result the value; null with a failure or in a heartbeat
 * @param failure null if there is none
 * @param ending false in a heartbeat; left out if null
 * @param item which part of a stream it is; null for none
 */
public record Reply(
    @Nullable String messageId,
    String uniqueId,
    @Nullable Object result,
    RemoteException.@Nullable Failure failure,
    @Nullable Boolean ending,
    @Nullable StreamItem item) {

  /** A reply that is no part of a stream with credit. */
  public Reply(
      @Nullable String messageId,
      String uniqueId,
      @Nullable Object result,
      RemoteException.@Nullable Failure failure,
      @Nullable Boolean ending) {
    this(messageId, uniqueId, result, failure, ending, null);
  }
}
