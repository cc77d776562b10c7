package dev.svar.classic;

import dev.svar.internal.engine.EarlyReplies;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The context of a message that is being run, by which the method can answer before it returns
 * ({@code rpc/amqp.py}, {@code RpcContext}). Its copies can, too.
 */
public final class RpcContext extends CommonRpcContext {
  private final EarlyReplies early;

  RpcContext(Map<String, ? extends @Nullable Object> values, EarlyReplies early) {
    super(values);
    this.early = early;
  }

  /**
   * Sends a value to the caller: a multicall gives it before what the method returns, a call only
   * that. Blocks until the broker has it. Nothing is sent for a cast, for a caller with {@code
   * dev.svar.rpc}, and once the method has returned.
   *
   * @throws IllegalArgumentException if it cannot be written, naming its path
   */
  public void reply(@Nullable Object value) {
    early.reply(value);
  }

  @Override
  protected RpcContext withValues(Map<String, ? extends @Nullable Object> values) {
    return new RpcContext(values, early);
  }
}
