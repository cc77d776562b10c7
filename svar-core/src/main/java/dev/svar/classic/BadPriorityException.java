package dev.svar.classic;

/** An event has a priority that is none ({@code notifier/api.py}, {@code BadPriorityException}). */
public final class BadPriorityException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  public BadPriorityException(String message) {
    super(message);
  }
}
