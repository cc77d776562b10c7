package dev.svar.bench.measure;

import java.time.Duration;

/**
 * A caller whose operations have ended only when others have done their part: the time until all is
 * settled counts.
 */
public interface Publisher extends Caller {
  @Override
  default Work run(Load load, Payload payload, Duration duration, Latencies latencies)
      throws Exception {
    long begin = System.nanoTime();
    Work work = load.drive(this, payload, duration, latencies);
    settle();
    return new Work(work.operations(), System.nanoTime() - begin);
  }
}
