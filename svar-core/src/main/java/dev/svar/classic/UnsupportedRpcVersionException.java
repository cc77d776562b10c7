package dev.svar.classic;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * No callback serves the namespace and version of a message ({@code rpc/common.py}, {@code
 * UnsupportedRpcVersion}).
 */
public final class UnsupportedRpcVersionException extends RpcException {
  private static final long serialVersionUID = 1L;

  public UnsupportedRpcVersionException(String version, @Nullable Throwable cause) {
    super(
        "UnsupportedRpcVersion",
        "Specified RPC version, " + version + ", not supported by this endpoint.",
        Map.of("version", version),
        cause);
  }
}
