package dev.svar.routing;

import java.util.regex.Pattern;

/**
 * A pattern as a shell has it, for all of a text: {@code *} for any characters, {@code ?} for one,
 * {@code [seq]} for one of those, {@code [!seq]} for one that is none of them. A bracket that is
 * not closed is itself. (Python's {@code fnmatch.fnmatchcase}.)
 */
final class ShellPattern {
  private final String text;
  private final Pattern pattern;

  ShellPattern(String text) {
    this.text = text;
    this.pattern = Pattern.compile(regex(text), Pattern.DOTALL);
  }

  boolean matches(String value) {
    return pattern.matcher(value).matches();
  }

  private static String regex(String text) {
    StringBuilder regex = new StringBuilder();
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      int end = c == '[' ? closing(text, at) : -1;
      if (end > 0) {
        regex.append(set(text.substring(at + 1, end)));
        at = end + 1;
      } else {
        regex.append(
            switch (c) {
              case '*' -> ".*";
              case '?' -> ".";
              default -> Pattern.quote(String.valueOf(c));
            });
        at++;
      }
    }
    return regex.toString();
  }

  /** Where the set that opens at {@code open} is closed: a bracket right at its start is in it. */
  private static int closing(String text, int open) {
    int first = open + 1;
    if (first < text.length() && text.charAt(first) == '!') {
      first++;
    }
    return text.indexOf(']', first + 1);
  }

  private static String set(String content) {
    boolean none = content.startsWith("!");
    String members = none ? content.substring(1) : content;
    return "[" + (none ? "^" : "") + members.replaceAll("[\\\\\\[\\]&^~]", "\\\\$0") + "]";
  }

  /** As it was written. */
  @Override
  public String toString() {
    return text;
  }
}
