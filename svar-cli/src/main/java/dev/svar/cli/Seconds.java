package dev.svar.cli;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Times on the command line: seconds, with decimals where they make sense. */
final class Seconds {
  private static final Pattern FORM = Pattern.compile("\\d{1,9}(\\.\\d{0,9})?|\\.\\d{1,9}");

  private Seconds() {}

  /** More than zero: a timeout. */
  static final class Positive implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
      Duration duration = parse(text);
      if (duration == null || duration.isZero()) {
        throw wrong(text, "seconds, more than 0, such as 2.5");
      }
      return duration;
    }
  }

  /** Zero or more: a pause. */
  static final class OrZero implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
      Duration duration = parse(text);
      if (duration == null) {
        throw wrong(text, "seconds, 0 or more, such as 0.5");
      }
      return duration;
    }
  }

  /** Whole, 2 or more: what a server understands as interval of its heartbeats. */
  static final class Monitor implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
      Duration duration = parse(text);
      if (duration == null || duration.getSeconds() < 2 || duration.getNano() != 0) {
        throw wrong(text, "whole seconds, 2 or more");
      }
      return duration;
    }
  }

  /** Null if it is no number of seconds, from 0 to some 30 years. */
  private static @Nullable Duration parse(String text) {
    return FORM.matcher(text).matches()
        ? Duration.ofNanos(new BigDecimal(text).movePointRight(9).longValueExact())
        : null;
  }

  private static TypeConversionException wrong(String text, String expected) {
    return new TypeConversionException("\"" + text + "\" (expected: " + expected + ")");
  }
}
