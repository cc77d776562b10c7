package dev.svar.internal.codec;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Arbitrary values that JSON can carry, as reading gives them back. */
final class Values {
  private Values() {}

  /** Text of all kinds: astral, lone surrogates, quotes, control characters. */
  static Arbitrary<String> texts() {
    Arbitrary<Character> special =
        Arbitraries.of('"', '\\', '/', '\u0000', '\n', '\u007f', 'é', '€', '\u2028', '\uffff');
    Arbitrary<Character> surrogate = Arbitraries.chars().range('\ud800', '\udfff');
    Arbitrary<Character> any =
        Arbitraries.frequencyOf(
            Tuple.of(6, Arbitraries.chars().range(' ', '~')),
            Tuple.of(2, special),
            Tuple.of(1, surrogate),
            Tuple.of(1, Arbitraries.chars()));
    return any.list().ofMaxSize(30).map(Values::joined);
  }

  private static String joined(List<Character> chars) {
    StringBuilder text = new StringBuilder();
    chars.forEach(text::append);
    return text.toString();
  }

  static Arbitrary<Object> scalars() {
    return Arbitraries.oneOf(
        texts().map(text -> text),
        Arbitraries.integers().map(number -> number),
        Arbitraries.bigIntegers()
            .between(BigInteger.TEN.pow(40).negate(), BigInteger.TEN.pow(40))
            .map(Values::smallest),
        Arbitraries.longs().map(number -> smallest(BigInteger.valueOf(number))),
        Arbitraries.longs().map(Double::longBitsToDouble).filter(Double::isFinite).map(d -> d),
        Arbitraries.of(true, false).map(bool -> bool),
        Arbitraries.just(null));
  }

  /** Scalars, and lists and maps of values. */
  static Arbitrary<Object> values() {
    return Arbitraries.recursive(Values::scalars, Values::containers, 0, 3);
  }

  static Arbitrary<Map<String, Object>> named() {
    return named(values());
  }

  private static Arbitrary<Object> containers(Arbitrary<Object> parts) {
    return Arbitraries.oneOf(
        parts, parts.list().ofMaxSize(4).map(ArrayList::new), named(parts).map(map -> map));
  }

  private static Arbitrary<Map<String, Object>> named(Arbitrary<Object> parts) {
    return Combinators.combine(texts().set().ofMaxSize(4), parts.list().ofSize(4))
        .as(
            (names, values) -> {
              Map<String, Object> map = new LinkedHashMap<>();
              names.forEach(name -> map.put(name, values.get(map.size())));
              return map;
            });
  }

  /** {@code scalar} in that many lists and maps. */
  static Object nested(Object scalar, int levels, boolean maps) {
    Object value = scalar;
    for (int i = 0; i < levels; i++) {
      value = maps && i % 2 == 0 ? Collections.singletonMap("n", value) : Arrays.asList(value);
    }
    return value;
  }

  /** Of the types that reading gives, the first that can hold it. */
  static Object smallest(BigInteger number) {
    if (number.bitLength() < 32) {
      return number.intValueExact();
    }
    return number.bitLength() < 64 ? (Object) number.longValueExact() : number;
  }
}
