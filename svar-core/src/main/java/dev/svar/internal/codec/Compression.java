package dev.svar.internal.codec;

import dev.svar.driver.Message;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;

/**
 * Compressed bodies, by the names that kombu has for them ({@code compression.py}). What it calls
 * gzip is a zlib stream (RFC 1950); a real gzip file (RFC 1952) is read too.
 */
final class Compression {
  private static final String GZIP = "application/x-gzip";
  private static final String BZIP2 = "application/x-bz2";
  private static final String READABLE = "gzip, zlib or bzip2";

  /** kombu's names, and what else is in use for the same. */
  private static final Map<String, String> KINDS =
      Map.of(
          GZIP,
          GZIP,
          "application/gzip",
          GZIP,
          "gzip",
          GZIP,
          "zlib",
          GZIP,
          BZIP2,
          BZIP2,
          "application/x-bzip2",
          BZIP2,
          "bzip2",
          BZIP2,
          "bzip",
          BZIP2,
          "bz2",
          BZIP2);

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
    if (!GZIP.equals(KINDS.get(name.toLowerCase(Locale.ROOT)))) {
      throw new IllegalArgumentException(
          "compression: \"" + name + "\" cannot be written (expected: gzip or zlib)");
    }
    return GZIP;
  }

  /** The headers that say how {@link #compress} left the body. */
  Map<String, Object> headers() {
    return headers;
  }

  byte[] compress(byte[] body) throws EncodeException {
    if (headers.isEmpty()) {
      return body;
    }
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
    String kind = KINDS.get(name.toString().toLowerCase(Locale.ROOT));
    if (kind == null) {
      throw new DecodeException(
          "compression: " + Paths.shortened(name.toString()) + " (expected: " + READABLE + ")",
          null);
    }
    byte[] text;
    try (InputStream in = open(kind, body)) {
      text = in.readNBytes((int) Math.min(Integer.MAX_VALUE, limit + 1L));
    } catch (IOException e) {
      throw new DecodeException(
          "body: broken " + (kind.equals(GZIP) ? "zlib or gzip" : "bzip2") + " data", e);
    }
    if (text.length > limit) {
      throw new DecodeException(
          "body: more than " + limit + " bytes when decompressed (limit: " + limit + " bytes)",
          null);
    }
    return text;
  }

  private static InputStream open(String kind, byte[] body) throws IOException {
    InputStream in = new ByteArrayInputStream(body);
    if (kind.equals(BZIP2)) {
      return new BZip2InputStream(body);
    }
    boolean gzip = body.length > 1 && body[0] == 0x1f && body[1] == (byte) 0x8b;
    return gzip ? new GZIPInputStream(in) : new InflaterInputStream(in);
  }
}
