package dev.svar.internal.codec;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A notification that came in.
 *
 * @param priority as it stands, which may be none that is known
 * @param eventType as text if it is a number or a boolean; empty if null or missing
 * @param publisherId likewise, but null if null or missing
 * @param messageId likewise
 * @param timestamp likewise
 * @param payload still as text; null-valued if missing
 * @param context without the prefix of its keys
 * @param headers of the broker's message
 * @param uniqueId null if missing, as it always is on Kafka
 */
public record IncomingEvent(
    String priority,
    String eventType,
    @Nullable String publisherId,
    @Nullable String messageId,
    @Nullable String timestamp,
    Json payload,
    Map<String, @Nullable Object> context,
    Map<String, Object> headers,
    @Nullable String uniqueId) {}
