package dev.svar.internal.codec;

import tools.jackson.core.JsonGenerator;
import tools.jackson.core.exc.StreamWriteException;

/** A value that JSON could not carry, or the other side not read. */
final class Refusal extends StreamWriteException {
  private static final long serialVersionUID = 1L;

  private final String path;

  private Refusal(JsonGenerator gen, String path, String reason) {
    super(gen, reason);
    this.path = path;
  }

  /** Of the value that {@code gen} was about to write. */
  static Refusal ofValue(JsonGenerator gen, String reason) {
    return new Refusal(gen, Paths.ofNextValue(gen.streamWriteContext()), reason);
  }

  /** Of a key in the map that {@code gen} is writing. */
  static Refusal ofKey(JsonGenerator gen, String reason) {
    return new Refusal(gen, Paths.ofContainer(gen.streamWriteContext()), reason);
  }

  /** Where the value is, in the map that the generator writes. */
  String path() {
    return path;
  }
}
