package dev.svar.internal.engine;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/** A stack trace as the lines of a Python traceback, each with its line end. */
final class Traceback {
  /** Deep recursions would otherwise make replies of megabytes. */
  private static final int FRAMES = 200;

  private Traceback() {}

  static List<String> of(Throwable thrown) {
    List<String> lines = new ArrayList<>();
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    String before = "";
    for (Throwable one = thrown; one != null && seen.add(one); one = one.getCause()) {
      lines.add(before + one + "\n");
      StackTraceElement[] frames = one.getStackTrace();
      for (int i = 0; i < Math.min(frames.length, FRAMES); i++) {
        lines.add("    at " + frames[i] + "\n");
      }
      if (frames.length > FRAMES) {
        lines.add("    ... " + (frames.length - FRAMES) + " more\n");
      }
      before = "Caused by: ";
    }
    return lines;
  }
}
