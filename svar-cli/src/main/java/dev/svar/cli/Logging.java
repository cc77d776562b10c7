package dev.svar.cli;

/** What becomes of the library's log: nothing, or all of it on standard error. */
final class Logging {
  private static final String PREFIX = "org.slf4j.simpleLogger.";

  private Logging() {}

  /**
   * Says so to slf4j-simple. To be called before anything logs; later it has no effect.
   *
   * <p>Off by default: what concerns the user reaches them as the command's own output.
   */
  static void configure(boolean verbose) {
    System.setProperty(PREFIX + "defaultLogLevel", verbose ? "debug" : "off");
    System.setProperty(PREFIX + "showDateTime", "true");
    System.setProperty(PREFIX + "dateTimeFormat", "HH:mm:ss.SSS");
    System.setProperty(PREFIX + "showShortLogName", "true");
  }
}
