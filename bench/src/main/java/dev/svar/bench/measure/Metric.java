package dev.svar.bench.measure;

/** What is compared. */
public enum Metric {
  /** Operations in a second. */
  RATE("rate", "/s", true),
  /** Median time of an operation. */
  P50("p50", "µs", false),
  /** What 99 of 100 take at most. */
  P99("p99", "µs", false),
  /** What 999 of 1,000 take at most. */
  P999("p99.9", "µs", false),
  /** CPU of the processes that are compared. */
  CPU("CPU", "µs", false),
  /** CPU of the broker. */
  BROKER_CPU("broker CPU", "µs", false),
  /** Bytes allocated. */
  ALLOCATED("allocated", "B", false);

  private final String label;
  private final String unit;
  private final boolean moreIsBetter;

  Metric(String label, String unit, boolean moreIsBetter) {
    this.label = label;
    this.unit = unit;
    this.moreIsBetter = moreIsBetter;
  }

  /** What it is called in tables. */
  public String label() {
    return label;
  }

  /** What it is counted in. */
  public String unit() {
    return unit;
  }

  /** Whether more of it is better. */
  public boolean moreIsBetter() {
    return moreIsBetter;
  }

  /** How much of it there was. */
  public double of(Round round) {
    return switch (this) {
      case RATE -> round.rate();
      case P50 -> round.p50();
      case P99 -> round.p99();
      case P999 -> round.p999();
      case CPU -> round.cpu();
      case BROKER_CPU -> round.brokerCpu();
      case ALLOCATED -> round.allocated();
    };
  }
}
