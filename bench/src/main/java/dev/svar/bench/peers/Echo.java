package dev.svar.bench.peers;

import dev.svar.rpc.Param;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** What is called. Thread-safe. */
public final class Echo {
  private final LongAdder taken = new LongAdder();

  /** Gives back what it gets. */
  public @Nullable Object echo(@Param("value") @Nullable Object value) {
    return value;
  }

  /** Counts what it gets. */
  public void take(@Param("value") @Nullable Object value) {
    if (value != null) {
      taken.increment();
    }
  }

  /** How much it took so far. */
  long taken() {
    return taken.sum();
  }
}
