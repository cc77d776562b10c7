package dev.svar.internal.config;

/**
 * One {@code key = value} of a file.
 *
 * @param text as it stands there, without quotes around it; lines joined by {@code \n}
 * @param file its path, for messages
 * @param line where the key stands, from 1
 */
record Entry(Name name, String text, String file, int line) {

  /** {@code file:line}. */
  String where() {
    return file + ":" + line;
  }

  /** {@code file:line: [group] key}: never the text, which may be a secret. */
  @Override
  public String toString() {
    return where() + ": " + name;
  }
}
