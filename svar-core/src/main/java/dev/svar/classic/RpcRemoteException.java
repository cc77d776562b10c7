package dev.svar.classic;

import dev.svar.RemoteException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The method ran and failed there, with something that is not rebuilt here ({@code rpc/common.py},
 * {@code RemoteError}). Its cause is a {@link RemoteException} with everything the reply has.
 */
public final class RpcRemoteException extends RpcException {
  private static final long serialVersionUID = 1L;

  private final transient RemoteException.Failure failure;

  public RpcRemoteException(RemoteException.Failure failure) {
    super(
        "RemoteError",
        "Remote error: "
            + failure.type()
            + " "
            + failure.message()
            + "\n"
            + PythonText.list(failure.traceback())
            + ".",
        kwargs(failure),
        new RemoteException(failure));
    this.failure = failure;
  }

  private static Map<String, @Nullable Object> kwargs(RemoteException.Failure failure) {
    Map<String, @Nullable Object> kwargs = new LinkedHashMap<>();
    kwargs.put("exc_type", failure.type());
    kwargs.put("value", failure.message());
    kwargs.put("traceback", failure.traceback());
    return kwargs;
  }

  /** The simple name of the class there, such as {@code ValueError}. */
  public String excType() {
    return failure.type();
  }

  /** Its text. */
  public String value() {
    return failure.message();
  }

  /** The chunks of its traceback. */
  public List<String> traceback() {
    return failure.traceback();
  }

  /** The failure as the reply has it: enough to send it on unchanged. */
  public RemoteException.Failure failure() {
    return failure;
  }
}
