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
 */
public record IncomingReply(
    String messageId,
    @Nullable String uniqueId,
    Json result,
    RemoteException.@Nullable Failure failure,
    @Nullable Boolean ending) {}
