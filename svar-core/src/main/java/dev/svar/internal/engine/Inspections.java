package dev.svar.internal.engine;

import dev.svar.driver.Address;
import dev.svar.driver.Capability;
import dev.svar.driver.Driver;
import dev.svar.driver.Inspection;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Asks the broker about an address at most once a second, however many calls want to know.
 * Thread-safe; the lock is held for a look-up only.
 */
final class Inspections {
  private static final long FRESH = Duration.ofSeconds(1).toNanos();
  private static final int KEPT = 1_000;

  private record Asked(long at, CompletableFuture<Optional<Inspection>> answer) {}

  private final Driver driver;
  private final Clocks clocks;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Address, Asked> asked = new LinkedHashMap<>(); // guarded by lock

  Inspections(Driver driver, Clocks clocks) {
    this.driver = driver;
    this.clocks = clocks;
  }

  /** What the broker says; empty if it cannot be asked. Never fails. */
  CompletableFuture<Optional<Inspection>> of(Address address) {
    if (!driver.capabilities().contains(Capability.INSPECT)) {
      return CompletableFuture.completedFuture(Optional.empty());
    }
    CompletableFuture<Optional<Inspection>> answer = new CompletableFuture<>();
    long now = clocks.now();
    lock.lock();
    try {
      Asked last = asked.get(address);
      if (last != null && now - last.at() < FRESH) {
        return last.answer();
      }
      asked.put(address, new Asked(now, answer));
      if (asked.size() > KEPT) {
        asked.values().removeIf(old -> now - old.at() >= FRESH);
      }
    } finally {
      lock.unlock();
    }
    driver.inspect(address).whenComplete((found, failure) -> answer.complete(answered(found)));
    return answer;
  }

  private static Optional<Inspection> answered(@Nullable Inspection found) {
    return Optional.ofNullable(found);
  }
}
