package dev.svar;

import org.jspecify.annotations.Nullable;

/**
 * A URL, an option or a configuration file is wrong; the text says which, what it has and what is
 * expected.
 */
public final class ConfigurationException extends MessagingException {
  private static final long serialVersionUID = 1L;

  public ConfigurationException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
