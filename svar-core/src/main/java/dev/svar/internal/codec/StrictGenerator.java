package dev.svar.internal.codec;

import java.io.OutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.SerializableString;
import tools.jackson.core.io.CharacterEscapes;
import tools.jackson.core.io.IOContext;
import tools.jackson.core.json.UTF8JsonGenerator;

/**
 * Refuses numbers that the other side could not read: NaN and the infinities, which JSON does not
 * have, and those longer than the limit.
 */
final class StrictGenerator extends UTF8JsonGenerator {
  private final int numberDigits;

  StrictGenerator(
      ObjectWriteContext context,
      IOContext io,
      int streamWriteFeatures,
      int formatWriteFeatures,
      OutputStream out,
      @Nullable SerializableString rootValueSeparator,
      @Nullable CharacterEscapes escapes,
      @Nullable PrettyPrinter printer,
      int maximumNonEscapedChar,
      char quote,
      int numberDigits) {
    super(
        context,
        io,
        streamWriteFeatures,
        formatWriteFeatures,
        out,
        rootValueSeparator,
        escapes,
        printer,
        maximumNonEscapedChar,
        quote);
    this.numberDigits = numberDigits;
  }

  @Override
  public JsonGenerator writeNumber(double value) {
    if (!Double.isFinite(value)) {
      throw Refusal.ofValue(this, value + " (JSON has no such number)");
    }
    return super.writeNumber(value);
  }

  @Override
  public JsonGenerator writeNumber(float value) {
    if (!Float.isFinite(value)) {
      throw Refusal.ofValue(this, value + " (JSON has no such number)");
    }
    return super.writeNumber(value);
  }

  @Override
  public JsonGenerator writeNumber(BigInteger value) {
    // Between 3.3 and 3.4 bits make a digit: only what is near the limit is written out to count.
    int bits = value.bitLength();
    if (bits / 3.4 > numberDigits
        || (bits / 3.3 > numberDigits && value.abs().toString().length() > numberDigits)) {
      throw tooLong();
    }
    return super.writeNumber(value);
  }

  @Override
  public JsonGenerator writeNumber(BigDecimal value) {
    if (value.precision() > numberDigits) {
      throw tooLong();
    }
    return super.writeNumber(value);
  }

  @Override
  public JsonGenerator writeNumber(String encoded) {
    if (encoded.length() > numberDigits) {
      throw tooLong();
    }
    return super.writeNumber(encoded);
  }

  private Refusal tooLong() {
    return Refusal.ofValue(this, "a number longer than " + numberDigits + " digits");
  }
}
