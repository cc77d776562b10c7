package dev.svar.bench.measure;

import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** A contestant whose operations this JVM begins, one by one. Thread-safe but for its ends. */
public interface Caller extends Contestant {

  /** Does one operation; blocks until it has ended. */
  void call(Payload payload) throws Exception;

  /**
   * Begins one operation.
   *
   * @throws UnsupportedOperationException if it has no such way
   */
  default CompletionStage<?> callAsync(Payload payload) throws Exception {
    throw new UnsupportedOperationException(name() + " has no asynchronous way");
  }

  /** Whether {@link #callAsync} does what it says. */
  boolean isAsync();

  /** Waits until nothing is left to do of what was begun; nothing by default. */
  default void settle() throws Exception {}

  @Override
  default boolean takes(Load load, Payload payload) {
    return isAsync() || !load.async();
  }

  @Override
  default Work run(Load load, Payload payload, Duration duration, Latencies latencies)
      throws Exception {
    Work work = load.drive(this, payload, duration, latencies);
    settle();
    return work;
  }
}
