package dev.svar.classic;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The version of a message is not covered by the proxy's version cap; nothing was sent ({@code
 * rpc/common.py}, {@code RpcVersionCapError}).
 */
public final class RpcVersionCapException extends RpcException {
  private static final long serialVersionUID = 1L;

  public RpcVersionCapException(String versionCap, @Nullable Throwable cause) {
    super(
        "RpcVersionCapError",
        "Specified RPC version cap, " + versionCap + ", is too low",
        Map.of("version_cap", versionCap),
        cause);
  }
}
