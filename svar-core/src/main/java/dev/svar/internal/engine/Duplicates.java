package dev.svar.internal.engine;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/** The unique ids that were seen last. Thread-safe; the lock is held for a look-up only. */
final class Duplicates {
  private final int size;
  private final ReentrantLock lock = new ReentrantLock();
  private final Set<String> seen = new LinkedHashSet<>(); // guarded by lock, oldest first

  Duplicates(int size) {
    this.size = size;
  }

  /** Whether {@code id} is new; it is known from then on. */
  boolean firstTime(String id) {
    lock.lock();
    try {
      if (!seen.add(id)) {
        return false;
      }
      if (seen.size() > size) {
        Iterator<String> oldest = seen.iterator();
        oldest.next();
        oldest.remove();
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Whether {@code id} is known. */
  boolean contains(String id) {
    lock.lock();
    try {
      return seen.contains(id);
    } finally {
      lock.unlock();
    }
  }

  /** Forgets {@code id}: what it named was not taken after all, and will come again. */
  void forget(String id) {
    lock.lock();
    try {
      seen.remove(id);
    } finally {
      lock.unlock();
    }
  }
}
