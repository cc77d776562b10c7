package dev.svar.internal.config;

import dev.svar.ConfigurationException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes the text of one file apart as {@code iniparser.py} of oslo.config does. No message shows a
 * line, which may be part of a secret.
 */
final class IniParser {
  private final String file;
  private final List<Entry> entries = new ArrayList<>();
  private int line;
  private @Nullable String group;
  private @Nullable Name open;
  private int openedAt;
  private final List<String> values = new ArrayList<>();

  private IniParser(String file) {
    this.file = file;
  }

  /** The entries in their order. */
  static List<Entry> parse(String file, String text) {
    IniParser parser = new IniParser(file);
    text.lines().forEach(parser::read);
    parser.endValue();
    return parser.entries;
  }

  private void read(String raw) {
    line++;
    String text = raw.substring(0, end(raw));
    if (text.startsWith(" ") || text.startsWith("\t")) {
      goOn(strip(text));
      return;
    }
    endValue();
    if (text.startsWith("[")) {
      group = groupOf(text);
    } else if (!text.isEmpty() && !text.startsWith("#") && !text.startsWith(";")) {
      assign(text);
    }
  }

  private void goOn(String text) {
    if (open == null) {
      throw error("an indented line that continues no value", "a key at the start of the line");
    }
    values.add(text);
  }

  private String groupOf(String text) {
    if (!text.endsWith("]") || text.length() == 2) {
      throw error("a group without a name or without its ]", "[group], and nothing after it");
    }
    return text.substring(1, text.length() - 1);
  }

  private void assign(String text) {
    int equals = text.indexOf('=');
    int colon = text.indexOf(':');
    int end = equals < 0 ? colon : colon < 0 ? equals : Math.min(equals, colon);
    if (end < 0) {
      throw error("neither = nor : in the line", "key = value, [group] or # comment");
    }
    String key = strip(text.substring(0, end));
    if (key.isEmpty()) {
      throw error("no key before the " + text.charAt(end), "key = value");
    }
    if (group == null) {
      throw error("a key before the first group", "[DEFAULT] or another group above it");
    }
    open = Name.of(group, key);
    openedAt = line;
    values.add(unquoted(strip(text.substring(end + 1))));
  }

  private void endValue() {
    if (open != null) {
      entries.add(new Entry(open, String.join("\n", values), file, openedAt));
      open = null;
      values.clear();
    }
  }

  /** Quotes end in the line of the key; in a longer value they count as text. */
  private static String unquoted(String value) {
    boolean quoted =
        (value.startsWith("\"") && value.endsWith("\""))
            || (value.startsWith("'") && value.endsWith("'"));
    return quoted ? value.substring(1, Math.max(1, value.length() - 1)) : value;
  }

  private ConfigurationException error(String what, String expected) {
    return new ConfigurationException(
        file + ":" + line + ": " + what + " (expected: " + expected + ")", null);
  }

  private static String strip(String text) {
    int end = end(text);
    int start = 0;
    while (start < end && isSpace(text.charAt(start))) {
      start++;
    }
    return text.substring(start, end);
  }

  private static int end(String text) {
    int end = text.length();
    while (end > 0 && isSpace(text.charAt(end - 1))) {
      end--;
    }
    return end;
  }

  /** What Python takes for white space. */
  private static boolean isSpace(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\u0085';
  }
}
