package dev.svar.interop;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the Python peer raised on a request. */
final class PythonException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Map<String, Object> error;

  PythonException(Map<String, Object> error) {
    super(error.get("module") + "." + error.get("class") + ": " + error.get("message"));
    this.error = error;
  }

  /** The name of the exception's class, such as {@code MessagingTimeout}. */
  String type() {
    return text("class");
  }

  /** The module of the exception's class, such as {@code oslo_messaging.exceptions}. */
  String module() {
    return text("module");
  }

  /** What Python's {@code str} makes of the exception. */
  String text() {
    return text("message");
  }

  /** The positional arguments of the exception. */
  @SuppressWarnings("unchecked")
  List<Object> args() {
    return (List<Object>) error.get("args");
  }

  /** The named arguments of the exception, empty if it has none. */
  @SuppressWarnings("unchecked")
  Map<String, Object> kwargs() {
    return (Map<String, Object>) error.get("kwargs");
  }

  /**
   * One more property: {@code bases} (the qualified names of its classes), {@code peer_traceback},
   * and of a RemoteError {@code exc_type}, {@code value} and {@code traceback}.
   */
  @Nullable Object property(String name) {
    return error.get(name);
  }

  private String text(String name) {
    return String.valueOf(error.get(name));
  }
}
