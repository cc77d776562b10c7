package dev.svar.notify;

import java.util.concurrent.CompletableFuture;

/** One way that notifications go. Thread-safe. */
@FunctionalInterface
public interface NotifierDriver {

  /**
   * Sends {@code event}. Waits for room at most, which is how a publisher is slowed down that is
   * faster than what takes its events.
   *
   * @return ends on any thread when it is sent: what depends on it must not block
   */
  CompletableFuture<Void> send(Notification event);
}
