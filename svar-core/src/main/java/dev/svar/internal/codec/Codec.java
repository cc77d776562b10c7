package dev.svar.internal.codec;

import dev.svar.driver.Dialect;
import dev.svar.driver.Message;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes and reads messages. Thread-safe.
 *
 * <p>Whatever comes in, reading ends in a message or in a {@link DecodeException}: never in another
 * exception, and never in more memory than a few times {@link Limits#messageBytes}.
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
   * @param compression of what is sent: {@code gzip} or {@code zlib} (the same, see {@code
   *     docs/wire-format.md}); empty for none
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

  public Message encode(Request request) throws EncodeException {
    if (dialect != Dialect.OSLO) {
      throw new EncodeException(noRpc(), null);
    }
    return message(encoder.encode(request));
  }

  public Message encode(Reply reply) throws EncodeException {
    if (dialect != Dialect.OSLO) {
      throw new EncodeException(noRpc(), null);
    }
    return message(encoder.encode(reply));
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
    return decode(message, decoder::request);
  }

  /**
   * Reads a reply.
   *
   * @throws DecodeException if it is none; with the id of the call, as far as it is there
   */
  public IncomingReply decodeReply(Message message) throws DecodeException {
    return decode(message, decoder::reply);
  }

  private <T> T decode(Message message, Reader<T> reader) throws DecodeException {
    if (dialect != Dialect.OSLO) {
      throw new DecodeException(noRpc(), null);
    }
    byte[] body = message.body();
    try {
      Properties.check(message);
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
