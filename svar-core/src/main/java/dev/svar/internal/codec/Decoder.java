package dev.svar.internal.codec;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the bodies of requests and replies. */
final class Decoder {
  private final Jackson jackson;
  private final Envelope envelope;
  private final Failures failures;

  Decoder(Jackson jackson, Failures failures) {
    this.jackson = jackson;
    this.envelope = new Envelope(jackson);
    this.failures = failures;
  }

  IncomingRequest request(byte[] body, boolean anyMethod) throws DecodeException {
    return read(body, text -> request(text, anyMethod));
  }

  InboxMessage inbox(byte[] body) throws DecodeException {
    return read(body, this::inbox);
  }

  private IncomingRequest request(Text text, boolean anyMethod) throws DecodeException {
    InnerMap map = new InnerMap(jackson, text);
    RequestKeys keys = new RequestKeys(map);
    map.read(keys);
    return keys.request(anyMethod);
  }

  private InboxMessage inbox(Text text) throws DecodeException {
    InnerMap map = new InnerMap(jackson, text);
    ReplyKeys keys = new ReplyKeys(map, failures);
    map.read(keys);
    return keys.message();
  }

  IncomingEvent event(byte[] body, Map<String, Object> headers) throws DecodeException {
    return read(body, text -> event(text, headers));
  }

  private IncomingEvent event(Text text, Map<String, Object> headers) throws DecodeException {
    InnerMap map = new InnerMap(jackson, text);
    EventKeys keys = new EventKeys(map);
    map.read(keys);
    return keys.event(headers);
  }

  Map<String, @Nullable Object> map(byte[] body) throws DecodeException {
    return read(body, this::map);
  }

  private Map<String, @Nullable Object> map(Text text) throws DecodeException {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    new InnerMap(jackson, text).read((key, parser) -> map.put(key, InnerMap.now(parser)));
    return map;
  }

  private <T> T read(byte[] body, Reader<T> reader) throws DecodeException {
    Text text = envelope.open(body);
    try {
      return reader.read(text);
    } catch (DecodeException e) {
      // So rare that nobody but who has them should pay for looking.
      String json = new String(text.chars());
      String unescaped = Surrogates.unescaped(json);
      if (unescaped.length() == json.length()) {
        throw e;
      }
      return again(new Text(unescaped.toCharArray(), text.name()), reader, e);
    }
  }

  private static <T> T again(Text text, Reader<T> reader, DecodeException first)
      throws DecodeException {
    try {
      return reader.read(text);
    } catch (DecodeException e) {
      throw first; // its position is that of the text that came
    }
  }

  private interface Reader<T> {
    T read(Text text) throws DecodeException;
  }
}
