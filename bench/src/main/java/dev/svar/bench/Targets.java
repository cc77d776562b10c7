package dev.svar.bench;

import dev.svar.bench.measure.Blocking;
import dev.svar.bench.measure.Cell;
import dev.svar.bench.measure.Metric;
import dev.svar.bench.measure.Payload;
import dev.svar.bench.peers.PythonCalls;
import dev.svar.bench.peers.Semantics;
import dev.svar.bench.peers.SpringCalls;
import dev.svar.bench.peers.SvarCalls;
import dev.svar.bench.report.Target;
import java.util.ArrayList;
import java.util.List;

/** What Svar is to reach. */
final class Targets {
  private static final String OURS = SvarCalls.NAME;
  private static final String HAND = Semantics.SAME.name();

  private Targets() {}

  static List<Target> all() {
    List<Target> targets = new ArrayList<>();
    for (int callers : new int[] {1, 16, 64}) {
      String cell = cell(Groups.RABBIT_CALL, callers);
      targets.add(Target.ratio(cell, OURS, HAND, Metric.RATE, 0.97));
      targets.add(Target.ratio(cell, OURS, HAND, Metric.CPU, 1.15));
      targets.add(Target.ratio(cell, OURS, HAND, Metric.P50, 1.05));
      targets.add(Target.ratio(cell, OURS, HAND, Metric.P99, 1.1));
      targets.add(new Target(cell, OURS, HAND, Metric.ALLOCATED, 4096, true));
    }
    String sixteen = cell(Groups.RABBIT_CALL, 16);
    targets.add(Target.ratio(sixteen, OURS, SpringCalls.BLOCKING, Metric.RATE, 3));
    targets.add(Target.ratio(sixteen, OURS, SpringCalls.ASYNC, Metric.RATE, 1.8));
    targets.add(Target.ratio(sixteen, OURS, PythonCalls.NAME, Metric.RATE, 12));
    targets.add(Target.ratio(cell(Groups.RABBIT_CAST, 16), OURS, HAND, Metric.RATE, 0.97));
    for (int callers : new int[] {1, 16}) {
      String cell = cell(Groups.MEMORY_CALL, callers);
      targets.add(Target.ratio(cell, OURS, "hand-off", Metric.RATE, 0.8));
      targets.add(
          Target.ratio(cell, OURS, "Vert.x event bus", Metric.RATE, callers == 1 ? 0.9 : 2.5));
    }
    for (String group : List.of(Groups.RABBIT_EVENTS, Groups.KAFKA_EVENTS)) {
      String cell = new Cell(group, Payload.of(1024), Groups.EVENTS).name();
      targets.add(Target.ratio(cell, OURS, HAND, Metric.RATE, 0.9));
    }
    return targets;
  }

  private static String cell(String group, int callers) {
    return new Cell(group, Payload.of(1024), new Blocking(callers)).name();
  }
}
