package dev.svar.bench.measure;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was measured in a cell. Each contestant has as many rounds as every other one.
 *
 * @param rounds by the contestant's name, in the order in which they were opened
 */
public record CellResult(Cell cell, Map<String, List<Round>> rounds) {

  /** How much of {@code metric} a contestant had; empty if it was not measured here. */
  public Optional<Sample> sample(String contestant, Metric metric) {
    return of(
        rounds.getOrDefault(contestant, List.of()).stream().mapToDouble(metric::of).toArray());
  }

  /** How many times as much {@code first} had as {@code second}, pair by pair. */
  public Optional<Sample> ratio(String first, String second, Metric metric) {
    List<Round> one = rounds.getOrDefault(first, List.of());
    List<Round> other = rounds.getOrDefault(second, List.of());
    double[] ratios = new double[Math.min(one.size(), other.size())];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = metric.of(one.get(i)) / metric.of(other.get(i));
    }
    return of(ratios);
  }

  /** How much more {@code first} had than {@code second}, pair by pair. */
  public Optional<Sample> difference(String first, String second, Metric metric) {
    List<Round> one = rounds.getOrDefault(first, List.of());
    List<Round> other = rounds.getOrDefault(second, List.of());
    double[] differences = new double[Math.min(one.size(), other.size())];
    for (int i = 0; i < differences.length; i++) {
      differences[i] = metric.of(one.get(i)) - metric.of(other.get(i));
    }
    return of(differences);
  }

  private static Optional<Sample> of(double[] values) {
    for (double value : values) {
      if (!Double.isFinite(value)) {
        return Optional.empty();
      }
    }
    return values.length == 0 ? Optional.empty() : Optional.of(Sample.of(values));
  }
}
