package dev.svar.internal.codec;

import dev.svar.driver.Message;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Compressed bodies, by the names that kombu has for them ({@code compression.py}). What it calls
 * gzip is a zlib stream (RFC 1950); a real gzip file (RFC 1952) is read too.
 */
final class Compression {
  private static final String GZIP = "application/x-gzip";
  private static final String BZIP2 = "application/x-bz2";

  /** kombu's names for it, and another that is in use. */
  private static final Set<String> GZIP_NAMES = Set.of(GZIP, "gzip", "zlib", "application/gzip");

  private static final Set<String> BZIP2_NAMES =
      Set.of(BZIP2, "bzip2", "bzip", "bz2", "application/x-bzip2");

  private final int limit;
  private final Map<String, Object> headers;

  /**
   * What is sent, and how much is taken in.
   *
   * @param name as in {@code kombu_compression}; empty for none
   * @param limit the longest body, decompressed
   */
  Compression(Optional<String> name, int limit) {
    this.limit = limit;
    this.headers = name.isPresent() ? Map.of(Wire.COMPRESSION, writable(name.get())) : Map.of();
  }

  private static String writable(String name) {
    String kind = kind(name);
    if (kind == null) {
      throw new IllegalArgumentException(
          "compression: \"" + name + "\" cannot be written (expected: gzip, zlib or bzip2)");
    }
    return kind;
  }

  /** The name that kombu writes into the header; null for other kinds. */
  private static @Nullable String kind(String name) {
    String lowerCase = name.toLowerCase(Locale.ROOT);
    return GZIP_NAMES.contains(lowerCase) ? GZIP : BZIP2_NAMES.contains(lowerCase) ? BZIP2 : null;
  }

  /** The headers that say how {@link #compress} left the body. */
  Map<String, Object> headers() {
    return headers;
  }

  byte[] compress(byte[] body) throws EncodeException {
    if (headers.isEmpty()) {
      return body;
    }
    return headers.containsValue(BZIP2) ? BZip2Writer.compress(body) : zlib(body);
  }

  private static byte[] zlib(byte[] body) throws EncodeException {
    ByteArrayOutputStream out = new ByteArrayOutputStream(Math.max(64, body.length / 4));
    try (DeflaterOutputStream deflater = new DeflaterOutputStream(out)) {
      deflater.write(body);
    } catch (IOException e) {
      throw new EncodeException("body: cannot be compressed", e);
    }
    return out.toByteArray();
  }

  /** The body as JSON text, of which there is no more than the limit. */
  byte[] decompress(Message message) throws DecodeException {
    byte[] body = message.body();
    if (body.length > limit) {
      throw new DecodeException(
          "body: " + body.length + " bytes (limit: " + limit + " bytes)", null);
    }
    Object name = message.headers().get(Wire.COMPRESSION);
    if (name == null || name.equals("")) {
      return body;
    }
    byte[] text;
    try (InputStream in = open(name.toString(), body)) {
      text = in.readNBytes((int) Math.min(Integer.MAX_VALUE, limit + 1L));
    } catch (IOException e) {
      throw new DecodeException(
          "body: broken data (compression: " + Paths.shortened(name.toString()) + ")", e);
    }
    if (text.length > limit) {
      throw new DecodeException(
          "body: more than " + limit + " bytes when decompressed (limit: " + limit + " bytes)",
          null);
    }
    return text;
  }

  private static InputStream open(String name, byte[] body) throws IOException, DecodeException {
    String kind = kind(name);
    if (kind == null) {
      throw new DecodeException(
          "compression: " + Paths.shortened(name) + " (expected: gzip, zlib or bzip2)", null);
    }
    if (kind.equals(BZIP2)) {
      return new BZip2InputStream(body);
    }
    InputStream in = new ByteArrayInputStream(body);
    boolean gzip = body.length > 1 && body[0] == 0x1f && body[1] == (byte) 0x8b;
    return gzip ? new GZIPInputStream(in) : new InflaterInputStream(in);
  }
}
