package dev.svar.internal.engine;

import dev.svar.Target;
import dev.svar.driver.Message;
import dev.svar.internal.codec.Codec;
import dev.svar.internal.codec.EncodeException;
import dev.svar.internal.codec.Request;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks the engine to send; every value has been through the serializer.
 *
 * @param target with an exchange
 * @param timeout zero or more, connecting included
 * @param monitor how long a call may go without a sign of life; null for off
 * @param mandatory whether a message without a queue is an error
 * @param of2013 how the request is written in the manner of 2013; null for today's
 */
public record CallRequest(
    Target target,
    String method,
    Map<String, ? extends @Nullable Object> args,
    Map<String, ? extends @Nullable Object> context,
    Duration timeout,
    @Nullable Duration monitor,
    Retry retry,
    boolean mandatory,
    @Nullable Of2013 of2013) {

  /**
   * In the manner of openstack.common.rpc: without {@code _timeout}, and an empty reply that ends
   * before any other ends an empty stream.
   *
   * @param ttl what the header {@code ttl} says, in milliseconds; null for no such header
   *     (oslo-incubator, {@code rpc/impl_kombu.py}, {@code TopicPublisher.send})
   */
  public record Of2013(@Nullable Long ttl) {}

  /** {@code echo to nova/compute@host1}. */
  String what() {
    return method + " to " + target;
  }

  boolean isOf2013() {
    return of2013 != null;
  }

  /**
   * The message of this request.
   *
   * @param reply null for a cast
   * @throws IllegalArgumentException if a value cannot be written, naming its path
   */
  Message encode(Codec codec, String uniqueId, Request.@Nullable ReplyTo reply) {
    Message message;
    try {
      message =
          codec.encode(
              new Request(
                  method, args, target.namespace(), target.version(), context, uniqueId, reply));
    } catch (EncodeException e) {
      throw new IllegalArgumentException(what() + " cannot be written: " + Text.of(e), e);
    }
    return of2013 == null || of2013.ttl() == null ? message : withTtl(message, of2013.ttl());
  }

  private static Message withTtl(Message message, long ttl) {
    Map<String, Object> headers = new HashMap<>(message.headers());
    headers.put("ttl", ttl);
    return new Message(message.body(), message.contentType(), message.contentEncoding(), headers);
  }
}
