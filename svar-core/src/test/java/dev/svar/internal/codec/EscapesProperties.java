package dev.svar.internal.codec;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;

/** Eight bytes at a time come to the same as one. Characters are bytes here. */
final class EscapesProperties {

  @Property(tries = 20_000)
  void each_byte_is_escaped_as_by_itself(
      @ForAll("texts") String text, @ForAll @IntRange(max = 9) int before) {
    assertThat(escaped(text, before)).isEqualTo(expected(text));
  }

  @Property(tries = 20_000)
  void what_is_escaped_is_read_again(@ForAll("printable") String text) {
    assertThat(unescaped(escaped(text, 0))).isEqualTo(text);
  }

  @Example
  void two_escapes_anywhere_in_three_words() {
    for (String one : new String[] {"\"", "\\", "\\\"", "\n", "\u00e9"}) {
      for (int i = 0; i < 24; i++) {
        for (int k = i; k < 24; k++) {
          String text = "x".repeat(i) + one + "y".repeat(k - i) + one + "z".repeat(24 - k);
          String escaped = escaped(text, 0);
          assertThat(escaped).isEqualTo(expected(text));
          assertThat(unescaped(escaped)).isEqualTo(isPrintable(text) ? text : null);
        }
      }
    }
  }

  @Example
  void nothing_but_escapes_of_any_number() {
    for (int length = 0; length < 40; length++) {
      for (String one : new String[] {"\"", "\\", "a"}) {
        String text = one.repeat(length);
        assertThat(escaped(text, 0)).isEqualTo(expected(text));
        assertThat(unescaped(escaped(text, 0))).isEqualTo(text);
      }
    }
  }

  /** The quote would end the text, and a backslash escapes the quote after the text. */
  @Example
  void a_quote_or_the_last_backslash_alone_is_no_text() {
    for (int i = 0; i < 40; i++) {
      String text = "x".repeat(i);
      assertThat(unescaped(text + "\\")).isNull();
      for (int k = 0; k < 40; k++) {
        assertThat(unescaped(text + '"' + "y".repeat(k))).isNull();
        assertThat(unescaped(text + "\\\\\"" + "y".repeat(k))).isNull();
        assertThat(unescaped(text + "\\x" + "y".repeat(k))).isNull();
        assertThat(unescaped(text + "\\n" + "y".repeat(k))).isEqualTo(text + "\n" + "y".repeat(k));
      }
    }
  }

  @Provide
  Arbitrary<String> texts() {
    return texts("a", "eight of", "some words", "\"", "\\", "\"\"", "\\\"", "\n", "\u0000", "é");
  }

  @Provide
  Arbitrary<String> printable() {
    return texts("a", "eight of", "some words", "\"", "\\", "\"\"", "\\\"", " ", "~", "\u007f");
  }

  private static Arbitrary<String> texts(String... parts) {
    return Arbitraries.of(parts).list().ofMaxSize(30).map(list -> String.join("", list));
  }

  private static boolean isPrintable(String text) {
    return text.chars().allMatch(c -> c >= ' ' && c < 0x80);
  }

  private static String expected(String text) {
    StringBuilder escaped = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ') {
        escaped.append(String.format("\\u%04x", (int) c));
      } else {
        escaped.append(c == '"' || c == '\\' ? "\\" : "").append(c);
      }
    }
    return escaped.toString();
  }

  /** With so many bytes before it that are left alone, and no room after it. */
  private static String escaped(String text, int before) {
    byte[] source = ("\"".repeat(before) + text + "\"").getBytes(ISO_8859_1);
    int to = source.length - 1;
    byte[] target = new byte[before + text.length() + Escapes.more(source, before, to)];
    Arrays.fill(target, (byte) '#');

    assertThat(Escapes.escape(source, before, to, target, before)).isEqualTo(target.length);
    String all = new String(target, ISO_8859_1);
    assertThat(all).startsWith("#".repeat(before));
    return all.substring(before);
  }

  private static @Nullable String unescaped(String text) {
    byte[] source = ("\\" + text + "\"").getBytes(ISO_8859_1);
    Text.Bytes unescaped = Escapes.unescaped(source, 1, source.length - 1);
    return unescaped == null
        ? null
        : new String(unescaped.bytes(), 0, unescaped.length(), ISO_8859_1);
  }
}
