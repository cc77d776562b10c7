package dev.svar.bench.measure;

import java.time.Duration;

/** How many operations are under way at a time, or begin in a second. */
public sealed interface Load permits Blocking, Pipelined, Paced {

  /** Has {@code caller} work for {@code duration}; returns when all that was begun has ended. */
  Work drive(Caller caller, Payload payload, Duration duration, Latencies latencies)
      throws Exception;

  /** Whether it needs {@link Caller#callAsync}. */
  boolean async();

  /** How many operations are under way at most, or in a second. */
  int size();

  /** Such as {@code 16 callers}. */
  @Override
  String toString();
}
