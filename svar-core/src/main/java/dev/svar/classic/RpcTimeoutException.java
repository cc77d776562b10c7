package dev.svar.classic;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Nobody answered in time, or nobody was there to answer ({@code rpc/common.py}, {@code Timeout}).
 * The method may have run, and may still run; {@link #info} says what is known.
 */
public final class RpcTimeoutException extends RpcException {
  private static final long serialVersionUID = 1L;
  private static final String UNKNOWN = "<unknown>";

  private final @Nullable String info;
  private final @Nullable String topic;
  private final @Nullable String method;

  /** A null part reads {@code <unknown>} in the text. */
  public RpcTimeoutException(
      @Nullable String info,
      @Nullable String topic,
      @Nullable String method,
      @Nullable Throwable cause) {
    super(
        "Timeout",
        "Timeout while waiting on RPC response - topic: \""
            + orUnknown(topic)
            + "\", RPC method: \""
            + orUnknown(method)
            + "\" info: \""
            + orUnknown(info)
            + "\"",
        parts(info, topic, method),
        cause);
    this.info = info;
    this.topic = topic;
    this.method = method;
  }

  private static String orUnknown(@Nullable String part) {
    return part == null ? UNKNOWN : part;
  }

  private static Map<String, @Nullable Object> parts(
      @Nullable String info, @Nullable String topic, @Nullable String method) {
    Map<String, @Nullable Object> parts = new LinkedHashMap<>();
    parts.put("info", info);
    parts.put("topic", topic);
    parts.put("method", method);
    return parts;
  }

  /** What is known of why. */
  public @Nullable String info() {
    return info;
  }

  /** Where the message went. */
  public @Nullable String topic() {
    return topic;
  }

  /** What was to be run. */
  public @Nullable String method() {
    return method;
  }
}
