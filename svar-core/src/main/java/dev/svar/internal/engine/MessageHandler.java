package dev.svar.internal.engine;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Takes messages as they are, without method or reply. */
@FunctionalInterface
public interface MessageHandler {

  /**
   * Handles one message, on a worker.
   *
   * @param message the inner map with all its keys
   * @throws Exception if it could not
   */
  void handle(Map<String, @Nullable Object> message) throws Exception;
}
