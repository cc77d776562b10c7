package dev.svar.internal.codec;

import dev.svar.driver.Dialect;
import dev.svar.driver.Message;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes and reads messages. Thread-safe.
 *
 * <p>What is written is what oslo.messaging writes: the same keys in the same order, text in ASCII.
 * Values are written by Jackson, and as Python does where it has a way of its own:
 *
 * <ul>
 *   <li>keys of maps that are not text become text, null becomes {@code "null"}; of two keys with
 *       the same text the reader takes the last;
 *   <li>a {@code LocalDateTime} has six digits after its seconds, or up to nine if it has
 *       nanoseconds; other times are ISO 8601;
 *   <li>an exception is its {@code toString()}, an enum its name;
 *   <li>a {@code byte[]} is Base64. (Python writes bytes as the text that they are in UTF-8, and
 *       fails where they are none: send a {@code String} to a Python peer that expects that.)
 * </ul>
 *
 * <p>What JSON or the reader could not take is refused with its path: NaN and the infinities,
 * numbers and nesting beyond the {@link Limits}, types without properties.
 *
 * <p>Whatever comes in, reading ends in a message or in a {@link DecodeException}, and costs no
 * more than a multiple of {@link Limits#messageBytes}.
 */
public final class Codec {
  private final Dialect dialect;
  private final Compression compression;
  private final Encoder encoder;
  private final Decoder decoder;

  /** What of a message names it, whatever else it is. Null where missing. */
  public record Ids(@Nullable String uniqueId, @Nullable String messageId) {}

  /**
   * A codec for one transport.
   *
   * @param compression of what is sent, by the names of {@code kombu_compression}: {@code gzip} or
   *     {@code zlib}, which are the same, or {@code bzip2}; empty for none. All are read, whatever
   *     is sent
   * @throws IllegalArgumentException if that compression cannot be written
   */
  public Codec(Dialect dialect, Optional<String> compression, Limits limits) {
    Jackson jackson = Jackson.with(limits);
    Failures failures = new Failures(jackson);
    this.dialect = dialect;
    this.compression = new Compression(compression, limits.messageBytes());
    this.encoder = new Encoder(jackson, failures);
    this.decoder = new Decoder(jackson, failures);
  }

  /**
   * Writes a request.
   *
   * @throws EncodeException if it has a value that cannot be written, or is longer than the limit
   */
  public Message encode(Request request) throws EncodeException {
    if (dialect != Dialect.OSLO) {
      throw new EncodeException(noRpc(), null);
    }
    return message(encoder.encode(request));
  }

  /**
   * Writes a reply.
   *
   * @throws EncodeException if it has a value that cannot be written, or is longer than the limit
   */
  public Message encode(Reply reply) throws EncodeException {
    if (dialect != Dialect.OSLO) {
      throw new EncodeException(noRpc(), null);
    }
    return message(encoder.encode(reply));
  }

  /** Writes what the client of a stream tells its server. */
  public Message encode(StreamSignal signal) throws EncodeException {
    return message(encoder.encode(signal));
  }

  /**
   * Writes a message that is no request: its keys, those of its context, and its id.
   *
   * @param uniqueId is asked unless on Kafka, where it is not written
   * @param envelope false for the map alone, as messages were before there were envelopes; on Kafka
   *     there always is one
   * @throws EncodeException if it has a value that cannot be written, or is longer than the limit
   */
  public Message encodeMap(
      Map<String, ? extends @Nullable Object> map,
      Map<String, ? extends @Nullable Object> context,
      Supplier<String> uniqueId,
      boolean envelope)
      throws EncodeException {
    return message(
        dialect == Dialect.OSLO_KAFKA
            ? encoder.encodeForKafka(map, context)
            : encoder.encode(map, context, uniqueId.get(), envelope));
  }

  private Message message(byte[] body) throws EncodeException {
    return new Message(
        compression.compress(body),
        Wire.CONTENT_TYPE,
        Wire.CONTENT_ENCODING,
        compression.headers());
  }

  /**
   * Reads a request.
   *
   * @throws DecodeException if it is none; with the ids that a reply needs, as far as they are
   *     there
   */
  public IncomingRequest decodeRequest(Message message) throws DecodeException {
    return decodeRpc(message, body -> decoder.request(body, false));
  }

  /**
   * Reads a request that may be without a method: that is empty then.
   *
   * @throws DecodeException if it is none all the same
   */
  public IncomingRequest decodeRequestWithAnyMethod(Message message) throws DecodeException {
    return decodeRpc(message, body -> decoder.request(body, true));
  }

  /**
   * Reads what came to the inbox: a reply, or a signal about a stream.
   *
   * @throws DecodeException if it is neither; with the id of the call, as far as it is there
   */
  public InboxMessage decodeInbox(Message message) throws DecodeException {
    return decodeRpc(message, decoder::inbox);
  }

  /**
   * Reads a notification, in an envelope or bare.
   *
   * @throws DecodeException if it is none
   */
  public IncomingEvent decodeEvent(Message message) throws DecodeException {
    return decode(message, body -> decoder.event(body, message.headers()));
  }

  /**
   * Reads any message: its inner map with all keys.
   *
   * @throws DecodeException if it is none
   */
  public Map<String, @Nullable Object> decodeMap(Message message) throws DecodeException {
    return decode(message, decoder::map);
  }

  private <T> T decodeRpc(Message message, Reader<T> reader) throws DecodeException {
    if (dialect != Dialect.OSLO) {
      throw new DecodeException(noRpc(), null);
    }
    return decode(message, reader);
  }

  private <T> T decode(Message message, Reader<T> reader) throws DecodeException {
    byte[] body = message.body();
    try {
      ContentType.check(message);
      body = compression.decompress(message);
      return reader.read(body);
    } catch (DecodeException e) {
      throw withIds(e, Scan.of(body));
    }
  }

  private static DecodeException withIds(DecodeException e, Scan scan) {
    return new DecodeException(
        String.valueOf(e.getMessage()), e.getCause(), scan.messageId(), scan.replyQueue());
  }

  /**
   * The ids of a message that this library wrote, and a broker returned. Keeps nothing else of it,
   * and does not look whether the rest is right.
   */
  public Ids ids(Message message) throws DecodeException {
    Scan scan = Scan.of(compression.decompress(message));
    return new Ids(scan.uniqueId(), scan.messageId());
  }

  private String noRpc() {
    return dialect + ": no requests and replies (oslo.messaging has RPC on RabbitMQ only)";
  }

  private interface Reader<T> {
    T read(byte[] body) throws DecodeException;
  }
}
