package dev.svar.internal.codec;

import java.math.BigDecimal;
import java.math.BigInteger;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.util.JsonGeneratorDelegate;

/**
 * Refuses numbers that the other side could not read: NaN and the infinities, which JSON does not
 * have, and those longer than the limit.
 */
final class StrictGenerator extends JsonGeneratorDelegate {
  private final int numberDigits;

  StrictGenerator(JsonGenerator generator, int numberDigits) {
    super(generator, false); // false: values written through this object come back to it
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
  public JsonGenerator writeArray(double[] values, int from, int length) {
    writeStartArray(values, length);
    for (int i = from; i < from + length; i++) {
      writeNumber(values[i]);
    }
    return writeEndArray();
  }

  @Override
  public JsonGenerator writeNumber(BigInteger value) {
    // A digit has more than 3 bits: what is short by that is short, without being written out.
    if (value.bitLength() / 3 > numberDigits) {
      checkLength(value.abs().toString().length());
    }
    return super.writeNumber(value);
  }

  @Override
  public JsonGenerator writeNumber(BigDecimal value) {
    checkLength(value.precision());
    return super.writeNumber(value);
  }

  @Override
  public JsonGenerator writeNumber(String encoded) {
    checkLength(encoded.length());
    return super.writeNumber(encoded);
  }

  private void checkLength(int digits) {
    if (digits > numberDigits) {
      throw Refusal.ofValue(
          this, "a number of " + digits + " digits (limit: " + numberDigits + ")");
    }
  }
}
