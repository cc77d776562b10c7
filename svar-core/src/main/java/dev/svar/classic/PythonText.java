package dev.svar.classic;

import static java.util.stream.Collectors.joining;

import dev.svar.RemoteException;
import java.util.List;

/** What Python prints. */
final class PythonText {
  private PythonText() {}

  /** {@code ['first\n', 'second']}. */
  static String list(List<String> texts) {
    return texts.stream().map(PythonText::quoted).collect(joining(", ", "[", "]"));
  }

  private static String quoted(String text) {
    return "'"
        + text.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t").replace("'", "\\'")
        + "'";
  }

  /** The text of a rebuilt exception: its message, then the chunks of its traceback. */
  static String withTraceback(RemoteException.Failure failure) {
    return failure.message() + "\n" + String.join("\n", failure.traceback());
  }
}
