package dev.svar.notify;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Times as Python writes them, {@code str(datetime.utcnow())}: in UTC without saying so, with six
 * digits after the second or none.
 */
final class Timestamps {
  private Timestamps() {}

  static String format(Instant time) {
    LocalDateTime utc = LocalDateTime.ofInstant(time, ZoneOffset.UTC);
    StringBuilder text = new StringBuilder(26).append(utc.toLocalDate());
    digits(text.append(' '), utc.getHour(), 10);
    digits(text.append(':'), utc.getMinute(), 10);
    digits(text.append(':'), utc.getSecond(), 10);
    int micros = utc.getNano() / 1000;
    if (micros != 0) {
      digits(text.append('.'), micros, 100_000);
    }
    return text.toString();
  }

  /** Writes as many digits as {@code unit} has. */
  private static void digits(StringBuilder text, int number, int unit) {
    for (int one = unit; one > 0; one /= 10) {
      text.append((char) ('0' + number / one % 10));
    }
  }

  /** Also reads ISO 8601, which other publishers write. */
  static Optional<Instant> parse(@Nullable String text) {
    if (text == null) {
      return Optional.empty();
    }
    String iso = text.strip().replaceFirst(" ", "T");
    try {
      return Optional.of(
          iso.matches(".*T.*(Z|[+-][0-9:]+)$")
              ? OffsetDateTime.parse(iso).toInstant()
              : LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
