package dev.svar.bench.measure;

/**
 * What was done in a round.
 *
 * @param operations how many
 * @param nanos how long they took together, from the first beginning to the last end
 */
public record Work(long operations, long nanos) {}
