package dev.svar.internal.config;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Says everything once. Thread-safe. */
final class Warnings {
  private final Set<String> said = ConcurrentHashMap.newKeySet();
  private final Consumer<String> log;

  Warnings(Consumer<String> log) {
    this.log = log;
  }

  void once(String message) {
    if (said.add(message)) {
      log.accept(message);
    }
  }
}
