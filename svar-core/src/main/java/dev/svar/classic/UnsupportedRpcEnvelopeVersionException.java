package dev.svar.classic;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A peer got a message in an envelope that it does not know ({@code rpc/common.py}, {@code
 * UnsupportedRpcEnvelopeVersion}).
 */
public final class UnsupportedRpcEnvelopeVersionException extends RpcException {
  private static final long serialVersionUID = 1L;

  public UnsupportedRpcEnvelopeVersionException(String version, @Nullable Throwable cause) {
    super(
        "UnsupportedRpcEnvelopeVersion",
        "Specified RPC envelope version, " + version + ", not supported by this endpoint.",
        Map.of("version", version),
        cause);
  }
}
