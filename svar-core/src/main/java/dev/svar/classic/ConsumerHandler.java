package dev.svar.classic;

import dev.svar.RemoteException;
import dev.svar.internal.codec.DecodeException;
import dev.svar.internal.codec.IncomingRequest;
import dev.svar.internal.codec.Json;
import dev.svar.internal.engine.EarlyReplies;
import dev.svar.internal.engine.Items;
import dev.svar.internal.engine.RemoteTypes;
import dev.svar.internal.engine.RequestHandler;
import dev.svar.internal.engine.StreamingResult;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives the requests of a consumer to its dispatcher ({@code rpc/amqp.py}, {@code ProxyCallback}).
 */
final class ConsumerHandler implements RequestHandler {
  private static final Logger log = LoggerFactory.getLogger(ConsumerHandler.class);

  private final Dispatcher dispatcher;
  private final PythonErrors errors;

  ConsumerHandler(Dispatcher dispatcher, PythonErrors errors) {
    this.dispatcher = dispatcher;
    this.errors = errors;
  }

  @Override
  public @Nullable Object handle(IncomingRequest request, EarlyReplies early) throws Exception {
    if (request.method().isEmpty()) {
      Object message = Sanitizer.sanitized(plain(request.args()));
      log.warn("no method for message: {}", message);
      return "No method for message: " + message;
    }
    RpcContext context = new RpcContext(request.context(), early);
    if (log.isDebugEnabled()) {
      log.debug(
          "received {} {} with context {}",
          request.method(),
          Sanitizer.sanitized(plain(request.args())),
          Sanitizer.sanitized(context.toMap()));
    }
    context.updateStore();
    try {
      return dispatcher instanceof RpcDispatcher typed
          ? typed.handle(context, request)
          : dispatch(context, request);
    } finally {
      CommonRpcContext.clearCurrent();
    }
  }

  private @Nullable Object dispatch(CommonRpcContext context, IncomingRequest request)
      throws Exception {
    Object result =
        dispatcher.dispatch(
            context,
            request.version(),
            request.method(),
            request.namespace(),
            plain(request.args()));
    Items items = StreamingResult.items(result, false, UnaryOperator.identity());
    return items != null ? items : result;
  }

  private static Map<String, @Nullable Object> plain(Map<String, Json> args)
      throws DecodeException {
    Map<String, @Nullable Object> plain = new LinkedHashMap<>();
    for (Map.Entry<String, Json> arg : args.entrySet()) {
      plain.put(arg.getKey(), arg.getValue().value());
    }
    return plain;
  }

  @Override
  public boolean expects(IncomingRequest request, Throwable thrown) {
    return thrown instanceof ClientException
        || thrown instanceof RemoteException
        || thrown instanceof UnsupportedRpcVersionException;
  }

  @Override
  public boolean takesAnyMethod() {
    return true;
  }

  @Override
  public RemoteException.Failure failure(Throwable thrown, RemoteTypes types) {
    return errors.failure(thrown);
  }
}
