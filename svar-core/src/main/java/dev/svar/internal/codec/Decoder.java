package dev.svar.internal.codec;

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

  IncomingRequest request(byte[] body) throws DecodeException {
    InnerMap map = new InnerMap(jackson, envelope.open(body));
    RequestKeys keys = new RequestKeys(map);
    map.read(keys);
    return keys.request();
  }

  IncomingReply reply(byte[] body) throws DecodeException {
    InnerMap map = new InnerMap(jackson, envelope.open(body));
    ReplyKeys keys = new ReplyKeys(map, failures);
    map.read(keys);
    return keys.reply();
  }
}
