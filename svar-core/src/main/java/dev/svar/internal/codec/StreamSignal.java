package dev.svar.internal.codec;

import org.jspecify.annotations.Nullable;

/**
 * What the client of a stream tells its server, in either direction of the codec.
 *
 * @param messageId {@code _msg_id} of the request that began the stream
 * @param credit all that was given so far; null to cancel the stream
 */
public record StreamSignal(String messageId, @Nullable Credit credit) implements InboxMessage {}
