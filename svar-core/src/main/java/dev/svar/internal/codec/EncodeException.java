package dev.svar.internal.codec;

import org.jspecify.annotations.Nullable;

/** A value cannot be written. The text says which, by its path, and why. */
public final class EncodeException extends Exception {
  private static final long serialVersionUID = 1L;

  public EncodeException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
