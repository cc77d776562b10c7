package dev.svar.cli;

import java.util.LinkedHashMap;
import java.util.Map;

/** How a command ends, for scripts. */
enum ExitCode {
  DONE(0, "done"),
  FAILED(1, "the remote method failed; or a step of the demo"),
  USAGE(2, "wrong usage, URL or configuration; nothing was sent"),
  TIMEOUT(3, "no answer in time"),
  NOBODY_LISTENS(4, "nobody listens: the broker has no queue for the target"),
  BROKER(5, "the broker could not be reached, or did not take the message"),
  UNKNOWN_METHOD(6, "the server has no such method or version"),
  INTERNAL(70, "a fault of svar itself"),
  INTERRUPTED(130, "interrupted by Ctrl-C (by SIGTERM: 143)");

  private final int code;
  private final String meaning;

  ExitCode(int code, String meaning) {
    this.code = code;
    this.meaning = meaning;
  }

  /** As the shell sees it. */
  int code() {
    return code;
  }

  /** For the help of the commands. */
  static Map<String, String> meanings() {
    Map<String, String> meanings = new LinkedHashMap<>();
    for (ExitCode one : values()) {
      meanings.put(String.valueOf(one.code), one.meaning);
    }
    return meanings;
  }
}
