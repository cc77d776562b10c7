package dev.svar.cli;

import dev.svar.Context;
import dev.svar.rpc.RpcMethod;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Answers health probes, with a line for each; outside of any namespace, as probes are. */
public final class PingEndpoint {
  private static final String NAME = "oslo_rpc_server_ping";

  private final RequestLog log;

  PingEndpoint(RequestLog log) {
    this.log = log;
  }

  /** {@code pong}. */
  @RpcMethod(name = NAME)
  public @Nullable Object ping(Context context) throws Exception {
    return log.request(NAME, List.of(), context, () -> "pong");
  }
}
