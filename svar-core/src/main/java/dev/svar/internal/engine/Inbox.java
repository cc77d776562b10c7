package dev.svar.internal.engine;

import dev.svar.driver.Address;
import dev.svar.driver.Delivery;
import dev.svar.driver.Driver;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where replies to this process arrive: one per transport, opened at the first call. Thread-safe;
 * the lock is held for a decision only.
 */
final class Inbox {
  /** Replies are accepted as they come, so that this bounds what the broker sends ahead. */
  private static final int WINDOW = 1_000;

  private final Driver driver;
  private final Consumer<Delivery> handler;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable CompletableFuture<Address.Inbox> opening; // guarded by lock
  private volatile Address.@Nullable Inbox open;

  Inbox(Driver driver, Consumer<Delivery> handler) {
    this.driver = driver;
    this.handler = handler;
  }

  /** The inbox if it is open. */
  Address.@Nullable Inbox ifOpen() {
    return open;
  }

  /** The inbox when it is open. A failed attempt is repeated by the next call of this. */
  CompletableFuture<Address.Inbox> open() {
    CompletableFuture<Address.Inbox> mine = new CompletableFuture<>();
    lock.lock();
    try {
      CompletableFuture<Address.Inbox> running = opening;
      if (running != null && !running.isCompletedExceptionally()) {
        return running.copy();
      }
      opening = mine;
    } finally {
      lock.unlock();
    }
    Address.Inbox address = driver.newInbox();
    driver
        .subscribe(Set.of(address), WINDOW, handler)
        .whenComplete((subscription, failure) -> opened(mine, address, failure));
    return mine.copy();
  }

  private void opened(
      CompletableFuture<Address.Inbox> mine, Address.Inbox address, @Nullable Throwable failure) {
    if (failure != null) {
      mine.completeExceptionally(failure);
    } else {
      open = address;
      mine.complete(address);
    }
  }
}
