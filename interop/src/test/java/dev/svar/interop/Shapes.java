package dev.svar.interop;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Every shape that JSON can carry, with a name for the report. */
final class Shapes {
  private Shapes() {}

  static Stream<Arguments> all() {
    List<Object> mixed = new ArrayList<>(List.of(1, "two", 3.5, true));
    mixed.add(null);
    Object deep = "bottom";
    for (int i = 0; i < 200; i++) {
      deep = i % 2 == 0 ? List.of(deep) : Map.of("in", deep);
    }
    return Stream.of(
        Arguments.of("null", null),
        Arguments.of("true", true),
        Arguments.of("false", false),
        Arguments.of("zero", 0),
        Arguments.of("negative number", -7),
        Arguments.of("largest long", Long.MAX_VALUE),
        Arguments.of("two to the power of 70", BigInteger.TWO.pow(70)),
        Arguments.of("minus two to the power of 200", BigInteger.TWO.pow(200).negate()),
        Arguments.of("fraction", 1.5),
        Arguments.of("small fraction", 1e-300),
        Arguments.of("large fraction", 1e300),
        Arguments.of("empty text", ""),
        Arguments.of("text with quotes, backslashes and controls", "\"\\/\b\f\n\r\t\u0000\u001f"),
        Arguments.of("text of several scripts", "žluťoučký кінь 馬 ⵣ"),
        Arguments.of("text beyond the basic plane", "\uD83D\uDE00\uD834\uDD1E"),
        Arguments.of("half a surrogate pair", "\uD83D"),
        Arguments.of("empty list", List.of()),
        Arguments.of("empty map", Map.of()),
        Arguments.of("mixed list", mixed),
        Arguments.of("map with null", Collections.singletonMap("k", null)),
        Arguments.of(
            "map with odd keys", Map.of("", 1, "a b", 2, "_context_x", 3, "\uD83D\uDE00", 4)),
        Arguments.of("nesting 200 deep", deep),
        Arguments.of("list of 10,000", Collections.nCopies(10_000, 1)),
        Arguments.of("two megabytes", "0123456789".repeat(200_000)),
        Arguments.of("matrix", Arrays.asList(List.of(1, 2), List.of(3, 4))));
  }
}
