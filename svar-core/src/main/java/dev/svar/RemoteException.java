package dev.svar;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The method ran and failed there. What is known of the failure is as the remote side sent it
 * (oslo.messaging, {@code _drivers/common.py}, {@code serialize_remote_exception}).
 */
public class RemoteException extends MessagingException {
  private static final long serialVersionUID = 1L;

  private final transient Failure failure;

  /**
   * What a reply says of a failure.
   *
   * @param type the simple name of the class, such as {@code ValueError}
   * @param module where it is defined, such as {@code builtins}; null if the reply does not say
   * @param message its text
   * @param traceback lines, each with its line end where the remote side sent one
   * @param args the positional arguments of its constructor
   * @param kwargs the named arguments of its constructor
   */
  public record Failure(
      String type,
      @Nullable String module,
      String message,
      List<String> traceback,
      List<@Nullable Object> args,
      Map<String, @Nullable Object> kwargs) {
    public Failure {
      requireNonNull(type, "type");
      requireNonNull(message, "message");
      traceback = List.copyOf(traceback);
      args = Collections.unmodifiableList(new java.util.ArrayList<>(args));
      kwargs = Collections.unmodifiableMap(new LinkedHashMap<>(kwargs));
    }

    /** {@code builtins.ValueError}. */
    public String qualifiedName() {
      return module == null || module.isEmpty() ? type : module + "." + type;
    }
  }

  public RemoteException(Failure failure) {
    this(failure, null);
  }

  /**
   * A failure that was found on this side, such as in a method that is to report it.
   *
   * @param cause why, for the log; it is not sent
   */
  public RemoteException(Failure failure, @Nullable Throwable cause) {
    super(failure.qualifiedName() + ": " + failure.message(), cause);
    this.failure = failure;
  }

  RemoteException(String message, Failure failure) {
    super(message, null);
    this.failure = failure;
  }

  /** The failure as the reply has it: enough to send it on unchanged. */
  public Failure failure() {
    return failure;
  }

  /** The simple name of the class, such as {@code ValueError}. */
  public String type() {
    return failure.type();
  }

  /** Where it is defined, such as {@code builtins}; null if the reply does not say. */
  public @Nullable String module() {
    return failure.module();
  }

  /** The text of the remote exception. */
  public String remoteMessage() {
    return failure.message();
  }

  /** The lines of its traceback. */
  public List<String> traceback() {
    return failure.traceback();
  }

  /** The positional arguments of its constructor. */
  public List<@Nullable Object> args() {
    return failure.args();
  }

  /** The named arguments of its constructor. */
  public Map<String, @Nullable Object> kwargs() {
    return failure.kwargs();
  }
}
