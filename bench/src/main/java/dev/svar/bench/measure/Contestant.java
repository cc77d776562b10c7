package dev.svar.bench.measure;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * One way to do the operations of a pattern, set up and ready; idle while it is not its turn. Used
 * by one thread at a time. Whoever opened it closes it.
 */
public interface Contestant extends AutoCloseable {

  /** What it is called in tables; unique in its group. */
  String name();

  /** How it is set up, in words. */
  String settings();

  /** Whether it can do this. */
  default boolean takes(Load load, Payload payload) {
    return true;
  }

  /**
   * Works for about {@code duration}, and returns when all that was begun has ended.
   *
   * @param latencies where the time of each operation goes; empty before
   * @throws Exception the first operation that failed
   */
  Work run(Load load, Payload payload, Duration duration, Latencies latencies) throws Exception;

  /** The processes that work for it, beside this one and the broker's. */
  default List<ProcessHandle> processes() {
    return List.of();
  }

  @Override
  void close() throws IOException;
}
