package dev.svar.internal.engine;

import dev.svar.Target;
import dev.svar.driver.Message;
import dev.svar.internal.codec.Codec;
import dev.svar.internal.codec.EncodeException;
import dev.svar.internal.codec.Request;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks the engine to send; every value has been through the serializer.
 *
 * @param target with an exchange
 * @param timeout zero or more, connecting included
 * @param monitor how long a call may go without a sign of life; null for off
 * @param mandatory whether a message without a queue is an error
 */
public record CallRequest(
    Target target,
    String method,
    Map<String, ? extends @Nullable Object> args,
    Map<String, ? extends @Nullable Object> context,
    Duration timeout,
    @Nullable Duration monitor,
    Retry retry,
    boolean mandatory) {

  /** {@code echo to nova/compute@host1}. */
  String what() {
    return method + " to " + target;
  }

  /**
   * The message of this request.
   *
   * @param reply null for a cast
   * @throws IllegalArgumentException if a value cannot be written, naming its path
   */
  Message encode(Codec codec, String uniqueId, Request.@Nullable ReplyTo reply) {
    try {
      return codec.encode(
          new Request(
              method, args, target.namespace(), target.version(), context, uniqueId, reply));
    } catch (EncodeException e) {
      throw new IllegalArgumentException(what() + " cannot be written: " + Text.of(e), e);
    }
  }
}
