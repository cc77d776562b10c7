package dev.svar;

/**
 * The server answered, but no endpoint serves the namespace and version that were asked for. Again
 * is useless.
 */
public final class UnsupportedVersionException extends RemoteException {
  private static final long serialVersionUID = 1L;

  public UnsupportedVersionException(String message, Failure failure) {
    super(message, failure);
  }
}
