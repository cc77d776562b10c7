package dev.svar.classic;

import java.util.Map;

/**
 * A connection was used after it was closed ({@code rpc/common.py}, {@code
 * InvalidRPCConnectionReuse}).
 */
public final class InvalidRpcConnectionReuseException extends RpcException {
  private static final long serialVersionUID = 1L;

  public InvalidRpcConnectionReuseException() {
    super("InvalidRPCConnectionReuse", "Invalid reuse of an RPC connection.", Map.of(), null);
  }
}
