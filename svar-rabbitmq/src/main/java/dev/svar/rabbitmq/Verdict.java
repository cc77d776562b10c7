package dev.svar.rabbitmq;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What became of a message that was unconfirmed when the broker closed its channel. The broker
 * takes the messages of a channel in order, closes the channel at the first that it does not like,
 * and discards whatever follows.
 */
enum Verdict {
  /** It was discarded, or met a missing exchange: it can be published again. */
  REPEAT,
  /** It is the one, and will be refused again. */
  REFUSED,
  /** It was before the one, or may be it. */
  UNKNOWN;

  private static final Pattern NUMBER = Pattern.compile("\\d+");

  /**
   * Judges.
   *
   * @param closure why the channel was closed; null if unknown
   * @param pending what was unconfirmed, in the order it was written
   */
  static List<Verdict> on(@Nullable Closure closure, List<Publication> pending) {
    int culprit = closure == null || !closure.byPublish() ? -1 : culprit(closure, pending);
    List<Verdict> verdicts = new ArrayList<>();
    for (int i = 0; i < pending.size(); i++) {
      if (culprit < 0 || i < culprit) {
        verdicts.add(UNKNOWN);
      } else if (i > culprit) {
        verdicts.add(REPEAT);
      } else {
        boolean again =
            closure != null && closure.code() == Closure.NOT_FOUND && !pending.get(i).repeated;
        verdicts.add(again ? REPEAT : REFUSED);
      }
    }
    return verdicts;
  }

  /** The index of one that was certainly not taken, with all behind it; -1 for none. */
  private static int culprit(Closure closure, List<Publication> pending) {
    if (closure.code() == Closure.PRECONDITION_FAILED) {
      // "message size 2048 is larger than configured max size 1024": the first above the limit.
      List<Long> numbers = new ArrayList<>();
      for (Matcher number = NUMBER.matcher(closure.text()); number.find(); ) {
        if (number.group().length() < 19) {
          numbers.add(Long.valueOf(number.group()));
        }
      }
      long limit = numbers.stream().mapToLong(Long::longValue).min().orElse(Long.MAX_VALUE);
      for (int i = 0; i < pending.size() && numbers.size() >= 2; i++) {
        if (pending.get(i).size() > limit) {
          return i;
        }
      }
      return -1;
    }
    // Of several to that exchange the first may have gone through before it vanished; the last of
    // them did not.
    for (int i = pending.size() - 1; i >= 0; i--) {
      if (closure.text().contains("'" + pending.get(i).route.exchange() + "'")) {
        return i;
      }
    }
    return -1;
  }
}
