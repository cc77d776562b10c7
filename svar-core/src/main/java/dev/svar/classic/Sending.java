package dev.svar.classic;

import static java.util.Objects.requireNonNull;

import dev.svar.CallTimeoutException;
import dev.svar.Context;
import dev.svar.DeliveryException;
import dev.svar.MalformedReplyException;
import dev.svar.Target;
import dev.svar.UndeliverableException;
import dev.svar.internal.codec.DecodeException;
import dev.svar.internal.codec.IncomingReply;
import dev.svar.internal.config.ClassicSettings;
import dev.svar.internal.engine.AnswerIterator;
import dev.svar.internal.engine.CallRequest;
import dev.svar.internal.engine.Engine;
import dev.svar.internal.engine.Event;
import dev.svar.internal.engine.Retry;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the engine's requests of messages, and of what comes back what callers get. */
final class Sending {
  private static final Logger log = LoggerFactory.getLogger(Sending.class);

  private final ClassicSettings settings;
  private final Engine engine;
  private final PythonErrors errors;
  private final Retry retry;

  Sending(ClassicSettings settings, Engine engine, PythonErrors errors) {
    this.settings = settings;
    this.engine = engine;
    this.errors = errors;
    this.retry = settings.maxRetries().map(times -> new Retry(times - 1)).orElse(Retry.DEFAULT);
  }

  @Nullable Object call(
      Target target,
      Context context,
      Map<String, ? extends @Nullable Object> msg,
      @Nullable Duration timeout) {
    CallRequest request = request(target, context, msg, timeout);
    IncomingReply reply;
    try {
      reply = engine.call(request);
    } catch (RuntimeException e) {
      throw failure(request, e);
    }
    return value(request, reply);
  }

  Stream<@Nullable Object> multicall(
      Target target,
      Context context,
      Map<String, ? extends @Nullable Object> msg,
      @Nullable Duration timeout) {
    CallRequest request = request(target, context, msg, timeout);
    return AnswerIterator.stream(
        engine.multicall(request, null), reply -> value(request, reply), e -> failure(request, e));
  }

  /** Over the engine of the backend, or that to another server. */
  void cast(
      Engine over, Target target, Context context, Map<String, ? extends @Nullable Object> msg) {
    try {
      over.cast(request(target, context, msg, settings.castTimeout(), false, null));
    } catch (DeliveryException e) {
      throw unreachable(e);
    }
  }

  void publish(
      String exchange,
      String topic,
      Context context,
      Map<String, ? extends @Nullable Object> msg,
      boolean envelope) {
    requireContext(context);
    requireNonNull(msg, "msg");
    if (log.isDebugEnabled()) {
      log.debug("Sending event on {}: {}", topic, Sanitizer.sanitized(msg));
    }
    try {
      engine.publish(
          new Event(
              exchange, topic, msg, context.toMap(), envelope, settings.castTimeout(), retry));
    } catch (DeliveryException e) {
      throw unreachable(e);
    }
  }

  private CallRequest request(
      Target target,
      Context context,
      Map<String, ? extends @Nullable Object> msg,
      @Nullable Duration timeout) {
    if (timeout == null || timeout.isZero()) {
      return request(target, context, msg, settings.responseTimeout(), true, null);
    }
    if (timeout.isNegative()) {
      throw new IllegalArgumentException(
          "timeout: " + timeout + " (expected: zero or more, or null)");
    }
    return request(target, context, msg, timeout, true, timeout.toMillis());
  }

  private CallRequest request(
      Target target,
      Context context,
      Map<String, ? extends @Nullable Object> msg,
      Duration timeout,
      boolean mandatory,
      @Nullable Long ttl) {
    requireContext(context);
    Call call = Call.of(requireNonNull(msg, "msg"));
    if (log.isDebugEnabled()) {
      log.debug("Sending {} to {}: {}", call.method(), target, Sanitizer.sanitized(call.args()));
    }
    return new CallRequest(
        target.withNamespace(call.namespace()).withVersion(call.version()),
        call.method(),
        call.args(),
        context.toMap(),
        timeout,
        null,
        retry,
        mandatory,
        new CallRequest.Of2013(ttl));
  }

  private static void requireContext(@Nullable Context context) {
    requireNonNull(
        context, "context: null (expected: one, such as RequestContext.builder().build())");
  }

  private @Nullable Object value(CallRequest request, IncomingReply reply) {
    if (reply.failure() != null) {
      throw errors.exception(reply.failure());
    }
    try {
      return reply.result().value();
    } catch (DecodeException e) {
      throw new MalformedReplyException(
          "The reply to "
              + request.method()
              + " from "
              + request.target()
              + " cannot be read: "
              + e.getMessage(),
          e);
    }
  }

  private RuntimeException failure(CallRequest request, RuntimeException e) {
    if (e instanceof CallTimeoutException || e instanceof UndeliverableException) {
      return new RpcTimeoutException(e.getMessage(), request.target().topic(), request.method(), e);
    }
    return e instanceof DeliveryException undelivered ? unreachable(undelivered) : e;
  }

  /** Python's text, where it gives up. */
  private RuntimeException unreachable(DeliveryException e) {
    return e.outcome() == DeliveryException.Outcome.NOT_SENT && settings.maxRetries().isPresent()
        ? new RpcException(
            "Unable to connect to AMQP server on "
                + String.join(", ", engine.url().hosts().stream().map(Object::toString).toList())
                + " after "
                + settings.maxRetries().get()
                + " tries: "
                + e.getMessage(),
            e)
        : e;
  }
}
