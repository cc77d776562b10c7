package dev.svar.bench.measure;

import java.time.Duration;

/**
 * How long things are measured.
 *
 * @param rounds how many of each contestant in a cell
 * @param round how long one is
 * @param warmUp how long each contestant works before its first round
 * @param again how long it works before the first round of a further cell
 */
public record Schedule(int rounds, Duration round, Duration warmUp, Duration again) {

  /** The same with {@code times} the warm-up. */
  public Schedule warmedUp(int times) {
    return new Schedule(rounds, round, warmUp.multipliedBy(times), again);
  }
}
