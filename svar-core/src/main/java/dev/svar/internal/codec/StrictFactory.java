package dev.svar.internal.codec;

import java.io.OutputStream;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.io.CharacterEscapes;
import tools.jackson.core.io.IOContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonFactoryBuilder;

/**
 * Makes each generator of bytes a {@link StrictGenerator}. One around Jackson's own would cost an
 * eighth of the time of writing a message, as each name and value would go through both.
 */
final class StrictFactory extends JsonFactory {
  private static final long serialVersionUID = 1L;

  private final int numberDigits;

  StrictFactory(JsonFactoryBuilder builder, int numberDigits) {
    super(builder);
    this.numberDigits = numberDigits;
  }

  /** As in the superclass. */
  @Override
  protected JsonGenerator _createUTF8Generator(
      ObjectWriteContext context, IOContext io, OutputStream out) {
    CharacterEscapes escapes = context.getCharacterEscapes();
    return new StrictGenerator(
        context,
        io,
        context.getStreamWriteFeatures(_streamWriteFeatures),
        context.getFormatWriteFeatures(_formatWriteFeatures),
        out,
        context.getRootValueSeparator(_rootValueSeparator),
        escapes != null ? escapes : _characterEscapes,
        context.getPrettyPrinter(),
        _maximumNonEscapedChar,
        _quoteChar,
        numberDigits);
  }
}
