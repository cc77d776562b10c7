package dev.svar.internal.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads what Python's bz2 wrote; {@code make.py} beside the files says how. */
final class BZip2Test {

  @ParameterizedTest
  @CsvSource({
    "empty, 0, e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "one-byte, 1, 2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881",
    "runs, 2835, 04dc0a429fc545ea090f8a5fadd0410af439ff793214352bec1c795ce185bcf8",
    "zeros-1mb, 1000000, d29751f2649b32ff572b5e0a9f541ea660a50f94ff0beedfb0b692b924cc8025",
    "all-bytes, 5120, 4345361085c730756d843f13849c50a996fe2f1fac3a7ac05fb063bb743a423e",
    "two-streams, 12, 92088ec140fc553e4b1ede202edccb65a807bbf8a38d765a3ad38013c0f13688",
    "blocks, 278086, 60f7ad90d702c1436cd06f0401d553b105464863e31b0614d67914b38fff2b58",
    "noise, 5000, e5414f5692e7c13412e007d7f8b78f252de6d5fb9ae8f6efd7b02169353dc8d2",
    "message, 68, 03567d9e19dfc7515d682ae1a168878881551f2123c5e3cad345cb720b976334",
  })
  void python_wrote(String file, int length, String sha256) throws Exception {
    byte[] content = read(file(file));

    assertThat(content).hasSize(length);
    assertThat(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content)))
        .isEqualTo(sha256);
  }

  @Test
  void it_can_be_read_in_pieces_of_any_size() throws Exception {
    byte[] whole = read(file("runs"));
    try (InputStream in = new BZip2InputStream(file("runs"))) {
      byte[] pieces = new byte[whole.length];
      int at = 0;
      for (int size = 1; at < pieces.length; size = size % 7 + 1) {
        at += in.read(pieces, at, Math.min(size, pieces.length - at));
      }

      assertThat(pieces).isEqualTo(whole);
      assertThat(in.read()).isEqualTo(-1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"one-byte", "runs", "noise", "two-streams"})
  void a_stream_that_is_cut_off_anywhere_is_an_error(String file) throws IOException {
    byte[] data = file(file);
    for (int length = 0; length < data.length; length += data.length < 200 ? 1 : 97) {
      assertEnds(Arrays.copyOf(data, length));
    }
  }

  /** As an error, or after a whole stream: never otherwise. */
  private static void assertEnds(byte[] data) {
    try {
      assertThat(read(data)).isEqualTo("first ".getBytes(UTF_8));
    } catch (IOException expected) {
      assertThat(expected).hasMessageStartingWith("bzip2: ");
    }
  }

  @Test
  void a_changed_bit_never_goes_unnoticed() throws IOException {
    Random random = new Random(11);
    for (String file : new String[] {"runs", "message", "noise", "one-byte"}) {
      byte[] data = file(file);
      byte[] content = read(data);
      for (int i = 0; i < 100; i++) {
        byte[] changed = data.clone();
        changed[random.nextInt(data.length)] ^= (byte) (1 << random.nextInt(8));
        try {
          assertThat(read(changed)).isEqualTo(content); // the unused bits at its end
        } catch (IOException expected) {
          assertThat(expected).hasMessageStartingWith("bzip2: ");
        }
      }
    }
  }

  @Test
  void what_is_no_bzip2_at_all_is_an_error() {
    assertThatThrownBy(() -> read(new byte[0])).hasMessage("bzip2: ends too early");
    assertThatThrownBy(() -> read("BZh0 and so on".getBytes(UTF_8)))
        .hasMessage("bzip2: no stream header");
    assertThatThrownBy(() -> read("BZh9 and so on".getBytes(UTF_8)))
        .hasMessage("bzip2: neither a block nor the end of the stream");
  }

  static byte[] file(String name) throws IOException {
    try (InputStream in = BZip2Test.class.getResourceAsStream("bzip2/" + name + ".bz2")) {
      return in.readAllBytes();
    }
  }

  static byte[] read(byte[] data) throws IOException {
    try (InputStream in = new BZip2InputStream(data)) {
      return in.readAllBytes();
    }
  }
}
