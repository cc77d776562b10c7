package dev.svar.bench.measure;

/**
 * What one contestant did in one round.
 *
 * @param number which round, from 0; rounds of the same number are a pair
 * @param rate operations in a second
 * @param p50 median time of an operation, in microseconds; NaN if it was not measured
 * @param p99 what 99 of 100 take at most, in microseconds
 * @param p999 what 999 of 1,000 take at most, in microseconds
 * @param cpu of this JVM, and of other processes that work for the contestant, for each operation,
 *     in microseconds
 * @param brokerCpu of the broker's process, for each operation, in microseconds; NaN if it is
 *     another machine's
 * @param allocated in this JVM for each operation, in bytes; NaN if other processes work for it
 */
public record Round(
    int number,
    double rate,
    double p50,
    double p99,
    double p999,
    double cpu,
    double brokerCpu,
    double allocated) {}
