package dev.svar.driver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The bytes that a driver moves, and what the broker is told about them. Thread-safe as long as
 * nobody writes to the body.
 */
public final class Message {
  private final byte[] body;
  private final @Nullable String contentType;
  private final @Nullable String contentEncoding;
  private final Map<String, Object> headers;

  /**
   * Wraps {@code body} without a copy: it belongs to the message from here on.
   *
   * @param headers copied; values are what AMQP tables can carry (text, numbers, booleans)
   */
  public Message(
      byte[] body,
      @Nullable String contentType,
      @Nullable String contentEncoding,
      Map<String, ?> headers) {
    this.body = requireNonNull(body, "body");
    this.contentType = contentType;
    this.contentEncoding = contentEncoding;
    this.headers = Map.copyOf(headers);
  }

  /** JSON text in UTF-8 without headers. */
  public static Message of(String json) {
    return new Message(json.getBytes(UTF_8), "application/json", "utf-8", Map.of());
  }

  /** The body itself, not a copy: for reading only. */
  public byte[] body() {
    return body;
  }

  /** The number of bytes of the body. */
  public int size() {
    return body.length;
  }

  /** AMQP's {@code content_type}; null if the sender gave none. */
  public @Nullable String contentType() {
    return contentType;
  }

  /** AMQP's {@code content_encoding}; null if the sender gave none. */
  public @Nullable String contentEncoding() {
    return contentEncoding;
  }

  /** Never null; empty if the sender gave none. */
  public Map<String, Object> headers() {
    return headers;
  }

  /** Size and type, never the content. */
  @Override
  public String toString() {
    return body.length + " bytes of " + (contentType != null ? contentType : "unknown type");
  }
}
