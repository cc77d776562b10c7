package dev.svar.internal.codec;

import org.jspecify.annotations.Nullable;

/** A message cannot be read. The text says what is wrong where, without quoting the content. */
public final class DecodeException extends Exception {
  private static final long serialVersionUID = 1L;

  private final @Nullable String messageId;
  private final @Nullable String replyQueue;

  public DecodeException(String message, @Nullable Throwable cause) {
    this(message, cause, null, null);
  }

  public DecodeException(
      String message,
      @Nullable Throwable cause,
      @Nullable String messageId,
      @Nullable String replyQueue) {
    super(message, cause);
    this.messageId = messageId;
    this.replyQueue = replyQueue;
  }

  /** {@code _msg_id} of the broken message, if that much could be read. */
  public @Nullable String messageId() {
    return messageId;
  }

  /** {@code _reply_q} of the broken message, if that much could be read. */
  public @Nullable String replyQueue() {
    return replyQueue;
  }
}
