package dev.svar;

/**
 * The server answered, but no endpoint of the namespace and version has the method. Again is
 * useless.
 */
public final class UnknownMethodException extends RemoteException {
  private static final long serialVersionUID = 1L;

  public UnknownMethodException(String message, Failure failure) {
    super(message, failure);
  }
}
