package dev.svar.internal.codec;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request that came in.
 *
 * @param args by name, each still as text
 * @param namespace null if null or missing
 * @param version {@code "1.0"} if the key is missing; null if it is there and null, which no
 *     endpoint serves
 * @param context the entries of the {@code _context_} keys, without the prefix
 * @param uniqueId null if missing: then duplicates cannot be told
 * @param messageId {@code _msg_id}: null for a cast
 * @param replyQueue {@code _reply_q}: null for a cast
 * @param timeout {@code _timeout} as it stands: null if null or missing
 * @param hasTimeout whether that key is there at all: since oslo.messaging 8.0 it always is
 * @param stream the first credit of a client that reads a stream; null for any other
 */
public record IncomingRequest(
    String method,
    Map<String, Json> args,
    @Nullable String namespace,
    @Nullable String version,
    Map<String, @Nullable Object> context,
    @Nullable String uniqueId,
    @Nullable String messageId,
    @Nullable String replyQueue,
    @Nullable Object timeout,
    boolean hasTimeout,
    @Nullable Credit stream) {}
