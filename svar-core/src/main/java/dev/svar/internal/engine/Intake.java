package dev.svar.internal.engine;

import dev.svar.driver.Delivery;
import java.util.concurrent.CompletableFuture;

/** What one start of a server does with deliveries. Thread-safe. */
interface Intake {

  /** A delivery came, on the thread that reads: must not block. */
  void arrived(Delivery delivery);

  /** Ends when nothing runs, waits or is being answered. Nothing new may arrive meanwhile. */
  CompletableFuture<Void> drained();

  /** Gives back what has not started, and what comes from now on. Returns how many that were. */
  int stop();
}
