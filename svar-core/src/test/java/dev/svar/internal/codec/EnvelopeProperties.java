package dev.svar.internal.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** An envelope in its usual form is read without Jackson, with the same result. */
final class EnvelopeProperties {
  private static final String START = "{\"oslo.version\": \"2.0\", \"oslo.message\": \"";

  private final Envelope envelope = new Envelope(Jackson.with(Limits.DEFAULT));

  @Property(tries = 20_000)
  void whatever_the_text_is_it_is_read_as_jackson_reads_it(@ForAll("texts") String text)
      throws Exception {
    byte[] body = (START + text + "\"}").getBytes(UTF_8);
    Text.Bytes usual = envelope.usual(body);

    if (usual != null) {
      assertThat(new String(usual.bytes(), 0, usual.length(), UTF_8))
          .isEqualTo(new String(envelope.open(body).chars()));
    }
  }

  @Property(tries = 20_000)
  void plain_bytes_end_where_each_by_itself_says(
      @ForAll @Size(max = 40) byte[] bytes, @ForAll @IntRange(max = 10) int from) {
    int end = Math.min(from, bytes.length);
    while (end < bytes.length && bytes[end] >= ' ' && bytes[end] != '"' && bytes[end] != '\\') {
      end++;
    }

    assertThat(PlainBytes.end(bytes, Math.min(from, bytes.length), bytes.length)).isEqualTo(end);
  }

  @Property(tries = 20_000)
  void one_byte_among_plain_ones_is_found(@ForAll byte one, @ForAll @IntRange(max = 19) int at) {
    byte[] bytes = "twenty letters of it".getBytes(UTF_8);
    bytes[at] = one;
    boolean plain = one >= ' ' && one != '"' && one != '\\';

    assertThat(PlainBytes.end(bytes, 0, bytes.length)).isEqualTo(plain ? bytes.length : at);
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.of(
            "a",
            "twenty letters of it",
            "{",
            "}",
            " ",
            "\"",
            "\\",
            "\\\"",
            "\\\\",
            "\\/",
            "\\b",
            "\\f",
            "\\n",
            "\\r",
            "\\t",
            "\\u0000",
            "\\u00e9",
            "\\ud83d\\ude00",
            "\\u",
            "\\x",
            "\n",
            "\u0000",
            "\u007f",
            "é",
            "😀",
            "\", \"more\": \"",
            "\"}",
            "\"} x")
        .list()
        .ofMaxSize(20)
        .map(parts -> String.join("", parts));
  }
}
