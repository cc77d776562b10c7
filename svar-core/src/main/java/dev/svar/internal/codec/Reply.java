package dev.svar.internal.codec;

import dev.svar.RemoteException;
import org.jspecify.annotations.Nullable;

/**
 * A reply on its way out.
 *
 * @param messageId {@code _msg_id} of the request
 * @param uniqueId of this reply
 * @param result the value; null with a failure or in a heartbeat
 * @param failure null if there is none
 * @param ending false in a heartbeat only
 */
public record Reply(
    String messageId,
    String uniqueId,
    @Nullable Object result,
    RemoteException.@Nullable Failure failure,
    boolean ending) {}
