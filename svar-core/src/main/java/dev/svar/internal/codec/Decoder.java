package dev.svar.internal.codec;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads the bodies of requests and replies. Those in the form that they usually have are read in
 * one pass ({@link UsualMap}). All others, and all that cannot be read, are read by Jackson, first
 * the envelope and then the map in it: so that pass need not know why something is wrong.
 */
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
    return read(body, () -> new RequestKeys(anyMethod));
  }

  InboxMessage inbox(byte[] body) throws DecodeException {
    return read(body, () -> new ReplyKeys(jackson, failures));
  }

  IncomingEvent event(byte[] body, Map<String, Object> headers) throws DecodeException {
    return read(body, () -> new EventKeys(jackson, headers));
  }

  Map<String, @Nullable Object> map(byte[] body) throws DecodeException {
    return read(body, AnyKeys::new);
  }

  private <T> T read(byte[] body, Supplier<? extends Value.Collector<T>> collectors)
      throws DecodeException {
    T usual = usual(body, collectors.get());
    return usual != null ? usual : any(body, collectors);
  }

  private <T> @Nullable T usual(byte[] body, Value.Collector<T> keys) {
    Text.Bytes text = envelope.usual(body);
    try {
      return text != null && UsualMap.read(jackson, text, keys) ? keys.message() : null;
    } catch (DecodeException | RuntimeException e) {
      return null;
    }
  }

  /** What {@code body} says, however it says it. */
  <T> T any(byte[] body, Supplier<? extends Value.Collector<T>> collectors) throws DecodeException {
    Text.Chars text = envelope.open(body);
    try {
      return read(text, collectors.get());
    } catch (DecodeException e) {
      // So rare that nobody but who has them should pay for looking.
      String json = new String(text.chars());
      String unescaped = Surrogates.unescaped(json);
      if (unescaped.length() == json.length()) {
        throw e;
      }
      return again(new Text.Chars(unescaped.toCharArray(), text.name()), collectors.get(), e);
    }
  }

  private <T> T again(Text.Chars text, Value.Collector<T> keys, DecodeException first)
      throws DecodeException {
    try {
      return read(text, keys);
    } catch (DecodeException e) {
      throw first; // its position is that of the text that came
    }
  }

  private <T> T read(Text.Chars text, Value.Collector<T> keys) throws DecodeException {
    InnerMap.read(jackson, text, keys);
    return keys.message();
  }

  /** All keys of a message of any kind. */
  private static final class AnyKeys implements Value.Collector<Map<String, @Nullable Object>> {
    private final Map<String, @Nullable Object> map = new LinkedHashMap<>();

    @Override
    public void read(String key, Value value) {
      map.put(key, value.now());
    }

    @Override
    public Map<String, @Nullable Object> message() {
      return map;
    }
  }
}
