package dev.svar.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever is written can be read. */
final class BZip2Properties {

  @Property(tries = 500)
  void arbitrary_bytes(@ForAll byte[] content) throws IOException {
    assertReadBack(content);
  }

  @Property(tries = 500)
  void runs_of_few_values(@ForAll("runs") List<byte[]> runs) throws IOException {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (byte[] run : runs) {
      content.write(run);
    }
    assertReadBack(content.toByteArray());
  }

  private static void assertReadBack(byte[] content) throws IOException {
    assertThat(BZip2Test.read(BZip2Writer.compress(content))).isEqualTo(content);
  }

  @Provide
  static Arbitrary<List<byte[]>> runs() {
    Arbitrary<Byte> values = Arbitraries.of((byte) 0, (byte) 1, (byte) 'x', (byte) -1);
    Arbitrary<Integer> lengths = Arbitraries.integers().between(1, 600);
    return Combinators.combine(values, lengths).as(BZip2Properties::run).list().ofMaxSize(50);
  }

  private static byte[] run(byte value, int length) {
    byte[] run = new byte[length];
    Arrays.fill(run, value);
    return run;
  }
}
