package dev.svar.classic;

import dev.svar.MessagingException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What went wrong in terms of openstack.common.rpc ({@code rpc/common.py}, {@code RPCException}).
 * Other {@link MessagingException}s tell of the transport.
 */
public class RpcException extends MessagingException {
  private static final long serialVersionUID = 1L;

  private final String pythonName;
  private final transient Map<String, @Nullable Object> kwargs;

  public RpcException(String message, @Nullable Throwable cause) {
    this("RPCException", message, Map.of(), cause);
  }

  /** One of Python's subclasses, under its name there. */
  RpcException(
      String pythonName,
      String message,
      Map<String, ? extends @Nullable Object> kwargs,
      @Nullable Throwable cause) {
    super(message, cause);
    this.pythonName = pythonName;
    this.kwargs = Collections.unmodifiableMap(new LinkedHashMap<>(kwargs));
  }

  /** What its text is made of, by Python's names: a failure that travels carries them. */
  public final Map<String, @Nullable Object> kwargs() {
    return kwargs;
  }

  /** The simple name of the class in Python's {@code rpc/common.py}. */
  final String pythonName() {
    return pythonName;
  }
}
