package dev.svar.internal.codec;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Writes bzip2 data that can be read again, in little time whatever is in it. */
final class BZip2WriterTest {
  private static final int BLOCK = 900_000;

  /** Where there is nothing to choose, so does Python's {@code bz2.compress(b"x" * length, 1)}. */
  @ParameterizedTest
  @CsvSource({
    "0, 425a683117724538509000000000",
    "1, 425a6831314159265359774bb01400000000800040200021184682ee48a70a120ee9760280",
    "4, 425a68313141592653596ece2e9500000240804000004020002100820b1772453850906ece2e95",
    "255, 425a68313141592653598655840d0000000080804000082000210082831772453850908655840d",
  })
  void a_run_is_written_as_python_writes_it(int length, String written) throws IOException {
    byte[] content = repeated("x", length);

    assertThat(HexFormat.of().formatHex(BZip2Writer.compress(content))).isEqualTo(written);
    assertReadBack(content);
  }

  private static Stream<Arguments> contents() {
    Random random = new Random(3);
    return Stream.of(
        Arguments.of("two bytes", "ab".getBytes(UTF_8)),
        Arguments.of("all bytes", bytes(256, 256)),
        Arguments.of("all bytes, again and again", bytes(5_120, 256)),
        Arguments.of("noise", noise(random, 20_000, 256)),
        Arguments.of("noise of two bytes", noise(random, 20_000, 2)),
        Arguments.of("text", text(random, 20_000)),
        Arguments.of("a block that is full", noise(random, BLOCK - 5, 100)),
        Arguments.of("three blocks", noise(random, 2 * BLOCK + 1, 100)),
        Arguments.of("runs that become longer", repeated("aaaabbbb", 4 * BLOCK / 3)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("contents")
  void what_is_written_can_be_read(String name, byte[] content) throws IOException {
    assertReadBack(content);
  }

  @Test
  void runs_of_every_length_can_be_read() throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int length = 1; length <= 300; length++) {
      byte[] run = repeated("r", length);
      all.write(run);
      all.write(repeated(length % 2 == 0 ? "s" : "rs", length));

      assertReadBack(run);
    }
    assertReadBack(all.toByteArray());
  }

  @Test
  void a_run_across_blocks_can_be_read() throws IOException {
    for (int before : new int[] {BLOCK - 6, BLOCK - 5, BLOCK - 4, BLOCK}) {
      byte[] content = Arrays.copyOf(bytes(before, 251), before + 300);

      assertReadBack(content);
    }
  }

  private static Stream<Arguments> repetitive() {
    StringBuilder fibonacci = new StringBuilder("ab");
    for (int shorter = 1; fibonacci.length() < BLOCK; ) {
      int length = fibonacci.length();
      fibonacci.append(fibonacci, 0, shorter);
      shorter = length;
    }
    byte[] half = noise(new Random(4), BLOCK / 2, 128);
    return Stream.of(
        Arguments.of("one byte", new byte[1_000_000], 50),
        Arguments.of("one byte, in several blocks", new byte[8 * BLOCK], 100),
        Arguments.of("two bytes", repeated("ab", BLOCK), 100),
        Arguments.of("one message", repeated("{\"method\": \"echo\", \"n\": 17}", BLOCK), 200),
        Arguments.of("itself", repeated(fibonacci.toString(), BLOCK), 200),
        Arguments.of("noise", repeated(new String(half, US_ASCII), BLOCK), 520_000));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("repetitive")
  @Timeout(60)
  void what_repeats_becomes_short_and_takes_little_time(String what, byte[] content, int most)
      throws IOException {
    assertThat(BZip2Writer.compress(content)).hasSizeLessThan(most);
    assertReadBack(content);
  }

  @Test
  void text_becomes_nearly_as_short_as_python_makes_it() throws IOException {
    byte[] python = BZip2Test.file("blocks");

    assertThat(BZip2Writer.compress(BZip2Test.read(python)))
        .hasSizeLessThan(python.length * 115 / 100);
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "79999, 1", "80000, 2", "719999, 9", "1000000, 9"})
  void a_reader_is_told_to_have_no_more_memory_than_it_needs(int length, String level) {
    assertThat(new String(BZip2Writer.compress(bytes(length, 256)), 0, 4, US_ASCII))
        .isEqualTo("BZh" + level);
  }

  @Test
  void a_code_has_no_more_than_17_bits_however_rare_its_symbol() throws IOException {
    int[] counts = new int[30];
    counts[0] = 1;
    counts[1] = 1;
    for (int i = 2; i < counts.length; i++) {
      counts[i] = counts[i - 1] + counts[i - 2]; // each doubles the tree: 29 bits for the rarest
    }
    BZip2BitWriter bits = new BZip2BitWriter();
    BZip2CodeWriter code = new BZip2CodeWriter(bits, counts);
    for (int i = 0; i < 8; i++) {
      code.write(0);
    }

    assertThat(bits.toBytes()).hasSizeBetween(10, 17);
  }

  private static void assertReadBack(byte[] content) throws IOException {
    assertThat(BZip2Test.read(BZip2Writer.compress(content))).isEqualTo(content);
  }

  /** Each byte one more than the one before it. */
  private static byte[] bytes(int length, int different) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (i % different);
    }
    return bytes;
  }

  private static byte[] noise(Random random, int length, int different) {
    byte[] noise = new byte[length];
    for (int i = 0; i < length; i++) {
      noise[i] = (byte) random.nextInt(different);
    }
    return noise;
  }

  private static byte[] text(Random random, int words) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < words; i++) {
      text.append("w").append(random.nextInt(300)).append(' ');
    }
    return text.toString().getBytes(UTF_8);
  }

  private static byte[] repeated(String what, int length) {
    byte[] once = what.getBytes(UTF_8);
    byte[] repeated = new byte[length];
    for (int i = 0; i < length; i++) {
      repeated[i] = once[i % once.length];
    }
    return repeated;
  }
}
