package dev.svar.internal.codec;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request on its way out; every value has been through the application's serializer.
 *
 * @param namespace left out of the message if null
 * @param version left out of the message if null
 * @param context each entry becomes a {@code _context_} key
 * @param uniqueId 32 hex digits, new for every message, the same when this one is repeated
 * @param reply null for a cast
 */
public record Request(
    String method,
    Map<String, ? extends @Nullable Object> args,
    @Nullable String namespace,
    @Nullable String version,
    Map<String, ? extends @Nullable Object> context,
    String uniqueId,
    @Nullable ReplyTo reply) {

  /**
   * Where the reply goes.
   *
   * @param messageId {@code _msg_id}, 32 hex digits
   * @param queue {@code _reply_q}, the name of the caller's inbox
   * @param timeout {@code _timeout}
   * @param stream the first credit of a stream; null if none is read
   */
  public record ReplyTo(String messageId, String queue, Timeout timeout, @Nullable Credit stream) {

    /** For the one reply to a call. */
    public ReplyTo(String messageId, String queue, @Nullable Integer monitorSeconds) {
      this(messageId, queue, new Timeout(true, monitorSeconds), null);
    }
  }

  /**
   * The key {@code _timeout}.
   *
   * @param written false for a request as before oslo.messaging 8.0, which has no such key
   * @param monitorSeconds the server sends a heartbeat every half of it; null for none
   */
  public record Timeout(boolean written, @Nullable Integer monitorSeconds) {}
}
