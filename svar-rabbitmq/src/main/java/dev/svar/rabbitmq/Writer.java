package dev.svar.rabbitmq;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * The one thread that writes messages or acknowledgements to one connection. It sleeps until it is
 * woken, works until nothing is left, and is the only one to touch what its work owns, so that this
 * needs no lock.
 */
final class Writer {

  /** Its work; must not wait for the broker, other than for room in the socket's buffer. */
  interface Work {
    void run();
  }

  private final Thread thread;
  private final Work work;
  private final AtomicBoolean called = new AtomicBoolean();
  private final AtomicBoolean started = new AtomicBoolean();
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private volatile boolean ending;

  Writer(Threads threads, Work work) {
    this.work = work;
    this.thread = threads.thread("writer", this::loop);
  }

  /** There is something to do. Any thread; does not block. */
  void wake() {
    if (!called.getAndSet(true)) {
      if (!started.get() && started.compareAndSet(false, true)) {
        thread.start();
      }
      LockSupport.unpark(thread);
    }
  }

  /** Ends the thread after one more run. */
  CompletableFuture<Void> end() {
    ending = true;
    called.set(false);
    wake();
    return ended;
  }

  private void loop() {
    while (true) {
      boolean last = ending;
      if (called.getAndSet(false)) {
        work.run();
      } else if (last) {
        ended.complete(null);
        return;
      } else {
        LockSupport.park(this);
      }
    }
  }
}
