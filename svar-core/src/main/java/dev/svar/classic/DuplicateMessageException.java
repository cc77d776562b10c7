package dev.svar.classic;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A peer got a message with a unique id that it had just seen ({@code rpc/common.py}, {@code
 * DuplicateMessageError}).
 */
public final class DuplicateMessageException extends RpcException {
  private static final long serialVersionUID = 1L;

  public DuplicateMessageException(String messageId, @Nullable Throwable cause) {
    super(
        "DuplicateMessageError",
        "Found duplicate message(" + messageId + "). Skipping it.",
        Map.of("msg_id", messageId),
        cause);
  }
}
