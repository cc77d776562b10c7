package dev.svar.cli;

import java.util.Map;
import java.util.regex.Pattern;

/**
 * The terminal that standard output goes to, as far as the launcher says: Java itself cannot tell.
 *
 * @param columns how wide it is; 0 if there is none
 * @param colours whether it may be given colours
 */
record Screen(int columns, boolean colours) {
  private static final Pattern NUMBER = Pattern.compile("[1-9]\\d{0,4}");

  /** What the variables say: the launcher's, and those that people set. */
  static Screen of(Map<String, String> environment) {
    String columns = environment.getOrDefault("SVAR_COLUMNS", "");
    if (!NUMBER.matcher(columns).matches()) {
      return new Screen(0, false);
    }
    boolean plain =
        !environment.getOrDefault("NO_COLOR", "").isEmpty()
            || environment.getOrDefault("TERM", "").equals("dumb");
    return new Screen(Integer.parseInt(columns), !plain);
  }

  /** As much of {@code text} as fits into {@code columns}, if this has an end at all. */
  String fitted(String text, int columns) {
    if (this.columns == 0) {
      return text;
    }
    int used = 0;
    int kept = 0;
    for (int at = 0; at < text.length(); ) {
      int point = text.codePointAt(at);
      used += width(point);
      at += Character.charCount(point);
      if (used < columns) {
        kept = at;
      }
    }
    return used <= columns ? text : text.substring(0, kept) + "…";
  }

  /** Near enough: East Asian characters and pictures are two columns wide. */
  private static int width(int point) {
    return switch (Character.getType(point)) {
      case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT -> 0;
      default ->
          (point >= 0x1100 && point <= 0x115f)
                  || (point >= 0x2e80 && point <= 0xa4cf)
                  || (point >= 0xac00 && point <= 0xd7a3)
                  || (point >= 0xf900 && point <= 0xfaff)
                  || (point >= 0xfe30 && point <= 0xfe6f)
                  || (point >= 0xff00 && point <= 0xff60)
                  || (point >= 0xffe0 && point <= 0xffe6)
                  || (point >= 0x1f300 && point <= 0x1faff)
                  || (point >= 0x20000 && point <= 0x3fffd)
              ? 2
              : 1;
    };
  }
}
