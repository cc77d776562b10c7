package dev.svar.rabbitmq;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * Writes messages or acknowledgements to one connection. Two may do the work: a thread that sleeps
 * until it is woken and works until nothing is left, and whoever brings something, if nobody is at
 * it and the work can be done without waiting. What the work owns is touched by one of them at a
 * time, so that it needs no lock; nobody waits for another.
 */
final class Writer {

  /** Its work; must not wait for the broker, other than for room in the socket's buffer. */
  interface Work {
    /**
     * Does what there is to do.
     *
     * @param waiting whether it may wait for room; if not, it leaves what needs that, and wakes
     */
    void run(boolean waiting);
  }

  private enum Turn {
    WORKED,
    IDLE,
    TAKEN
  }

  private final Thread thread;
  private final Work work;
  private final AtomicBoolean called = new AtomicBoolean();
  private final AtomicBoolean taken = new AtomicBoolean();
  private final AtomicBoolean started = new AtomicBoolean();
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private volatile boolean ending;

  Writer(Threads threads, Work work) {
    this.work = work;
    this.thread = threads.thread("writer", this::loop);
  }

  /** There is something to do, which the thread shall do. Any thread; does not block. */
  void wake() {
    if (!called.getAndSet(true)) {
      unpark();
    }
  }

  /**
   * There is something to do, and this thread does it, as far as it need not wait. If another one
   * is at it, that one does, or has the writer's thread do it. Any thread; does not block.
   */
  void work() {
    called.set(true);
    if (turn(false) != Turn.TAKEN && called.get()) {
      unpark();
    }
  }

  /** Ends the thread after one more run. */
  CompletableFuture<Void> end() {
    ending = true;
    called.set(true);
    unpark();
    return ended;
  }

  private void unpark() {
    if (!started.get() && started.compareAndSet(false, true)) {
      thread.start();
    }
    LockSupport.unpark(thread);
  }

  private Turn turn(boolean waiting) {
    if (taken.getAndSet(true)) {
      return Turn.TAKEN; // who has it looks at what was called for when it is done
    }
    try {
      if (!called.getAndSet(false)) {
        return Turn.IDLE;
      }
      work.run(waiting);
      return Turn.WORKED;
    } finally {
      taken.set(false);
    }
  }

  private void loop() {
    while (true) {
      boolean last = ending;
      Turn turn = turn(true);
      if (turn == Turn.TAKEN || (turn == Turn.IDLE && !last && !called.get())) {
        LockSupport.park(this);
      } else if (turn == Turn.IDLE && last) {
        ended.complete(null);
        return;
      }
    }
  }
}
