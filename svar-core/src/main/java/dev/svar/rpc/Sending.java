package dev.svar.rpc;

import static java.util.Objects.requireNonNull;

import dev.svar.Context;
import dev.svar.MalformedReplyException;
import dev.svar.Serializer;
import dev.svar.Target;
import dev.svar.VersionCapException;
import dev.svar.internal.codec.DecodeException;
import dev.svar.internal.codec.IncomingReply;
import dev.svar.internal.engine.AnswerIterator;
import dev.svar.internal.engine.CallRequest;
import dev.svar.internal.engine.Engine;
import dev.svar.internal.engine.IncomingStream;
import dev.svar.internal.engine.Retry;
import java.lang.reflect.Type;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes requests of a client's settings, and results of replies. */
final class Sending {
  private final ClientSettings settings;
  private final Engine engine;
  private final Serializer serializer;
  private final Target target; // with an exchange

  Sending(ClientSettings settings) {
    this.settings = settings;
    this.engine = (Engine) settings.transport();
    this.serializer = settings.serializer();
    Target wanted = settings.target();
    this.target = wanted.exchange() == null ? wanted.withExchange(engine.exchange()) : wanted;
  }

  @Nullable Object call(
      Context context, String method, Map<String, ? extends @Nullable Object> args, Type type) {
    CallRequest request = callRequest(context, method, args);
    return result(method, context, engine.call(request), type);
  }

  CompletableFuture<@Nullable Object> callAsync(
      Context context, String method, Map<String, ? extends @Nullable Object> args, Type type) {
    Engine.Call call = engine.callAsync(callRequest(context, method, args));
    AsyncResult result = new AsyncResult(method, context, type, call);
    call.reply().whenCompleteAsync(result, engine.callbacks());
    return result;
  }

  /** The result of one of very many calls under way; cancelling it forgets the call. */
  private final class AsyncResult extends CompletableFuture<@Nullable Object>
      implements BiConsumer<IncomingReply, @Nullable Throwable> {
    private final String method;
    private final Context context;
    private final Type type;
    private final Engine.Call call;

    AsyncResult(String method, Context context, Type type, Engine.Call call) {
      this.method = method;
      this.context = context;
      this.type = type;
      this.call = call;
    }

    @Override
    public void accept(IncomingReply reply, @Nullable Throwable failure) {
      if (failure != null) {
        completeExceptionally(failure);
        return;
      }
      try {
        complete(result(method, context, reply, type));
      } catch (RuntimeException | Error e) {
        completeExceptionally(e);
      }
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
      return completeExceptionally(new CancellationException());
    }

    @Override
    public boolean completeExceptionally(Throwable failure) {
      boolean ended = super.completeExceptionally(failure);
      if (ended && failure instanceof CancellationException) {
        call.cancel();
      }
      return ended;
    }

    /** Dependents are futures of their own kind. */
    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
      return new CompletableFuture<>();
    }
  }

  /** The answers as they come, for code that waits for each. */
  <T> Stream<T> multicall(
      Context context, String method, Map<String, ? extends @Nullable Object> args, Type type) {
    CallRequest request = callRequest(context, method, args);
    IncomingStream replies = engine.multicall(request, settings.overallTimeout());
    return AnswerIterator.stream(
        replies, reply -> result(method, context, reply, type), UnaryOperator.identity());
  }

  /** The answers as they come, for code that does not wait. */
  <T> Flow.Publisher<T> multicallAsync(
      Context context, String method, Map<String, ? extends @Nullable Object> args, Type type) {
    CallRequest request = callRequest(context, method, args);
    return new AnswerPublisher<>(
        () -> engine.multicall(request, settings.overallTimeout()),
        reply -> result(method, context, reply, type),
        engine.callbacks(),
        method + " to " + request.target());
  }

  void cast(
      Target target, Context context, String method, Map<String, ? extends @Nullable Object> args) {
    engine.cast(request(target, context, method, args, Boolean.TRUE.equals(settings.mandatory())));
  }

  CompletableFuture<@Nullable Void> castAsync(
      Target target, Context context, String method, Map<String, ? extends @Nullable Object> args) {
    return Sending.asFuture(
        engine.castAsync(
            request(target, context, method, args, Boolean.TRUE.equals(settings.mandatory()))));
  }

  private CallRequest callRequest(
      Context context, String method, Map<String, ? extends @Nullable Object> args) {
    if (settings.target().fanout()) {
      throw new IllegalStateException(
          "call: " + settings.target() + " has many servers (expected: one; use cast or fanout)");
    }
    return request(target, context, method, args, !Boolean.FALSE.equals(settings.mandatory()));
  }

  private CallRequest request(
      Target target,
      Context context,
      String method,
      Map<String, ? extends @Nullable Object> args,
      boolean mandatory) {
    requireNonNull(context, "context");
    requireNonNull(method, "method");
    requireNonNull(args, "args");
    if (!settings.allows(target.version())) {
      throw new VersionCapException(
          method
              + " to "
              + target
              + (target.version() == null
                  ? " has no version"
                  : " asks for version " + target.version())
              + ", which the version cap "
              + settings.versionCap()
              + " does not allow.",
          null);
    }
    return new CallRequest(
        target.exchange() == null ? target.withExchange(engine.exchange()) : target,
        method,
        serialized(context, args),
        serializer.serializeContext(context),
        settings.timeout() != null ? settings.timeout() : engine.responseTimeout(),
        settings.monitor(),
        settings.retry() != null ? new Retry(settings.retry()) : Retry.DEFAULT,
        mandatory,
        null);
  }

  private Map<String, ? extends @Nullable Object> serialized(
      Context context, Map<String, ? extends @Nullable Object> args) {
    if (serializer == Serializer.NONE) {
      return args;
    }
    Map<String, @Nullable Object> serialized = new LinkedHashMap<>();
    args.forEach((name, value) -> serialized.put(name, serializer.serialize(context, value)));
    return serialized;
  }

  private @Nullable Object result(String method, Context context, IncomingReply reply, Type type) {
    if (reply.failure() != null) {
      throw engine.remoteTypes().exception(reply.failure());
    }
    try {
      return serializer == Serializer.NONE
          ? reply.result().as(type)
          : reply.result().converted(serializer.deserialize(context, reply.result().value()), type);
    } catch (DecodeException e) {
      throw new MalformedReplyException(
          "The reply to "
              + method
              + " from "
              + target
              + " is not what was asked for: "
              + e.getMessage(),
          e);
    }
  }

  /** A value that was converted to the type that stands here as {@code T}. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  static <T> @Nullable T as(@Nullable Object value) {
    return (T) value;
  }

  /** A future of a value that will be converted to the type that stands here as {@code T}. */
  @SuppressWarnings("unchecked")
  static <T> CompletableFuture<@Nullable T> asFuture(CompletableFuture<?> future) {
    return (CompletableFuture<@Nullable T>) future;
  }
}
