package dev.svar.bench.report;

import dev.svar.bench.measure.CellResult;
import dev.svar.bench.measure.Schedule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All that one run found. Not thread-safe. */
public final class Results {
  private final Map<String, String> facts = new LinkedHashMap<>();
  private final Map<String, Map<String, String>> settings = new LinkedHashMap<>();
  private final List<CellResult> cells = new ArrayList<>();
  private final List<Finding> findings = new ArrayList<>();
  private final Map<String, String> notes = new LinkedHashMap<>();
  private final Map<String, String> failures = new LinkedHashMap<>();
  private final Schedule schedule;

  /** Empty ones. */
  public Results(Schedule schedule) {
    this.schedule = schedule;
  }

  /** Machine and versions, by what they are of. */
  public Map<String, String> facts() {
    return facts;
  }

  /** How each contestant is set up, by group and name. */
  public Map<String, Map<String, String>> settings() {
    return settings;
  }

  /** Every cell, as measured. */
  public List<CellResult> cells() {
    return cells;
  }

  /** Every target that was measured. */
  public List<Finding> findings() {
    return findings;
  }

  /** What else was found, as Markdown by its title. */
  public Map<String, String> notes() {
    return notes;
  }

  /** What could not be measured to its end, and why. */
  public Map<String, String> failures() {
    return failures;
  }

  /** How long things were measured. */
  public Schedule schedule() {
    return schedule;
  }
}
