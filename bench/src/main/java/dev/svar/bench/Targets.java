package dev.svar.bench;

import dev.svar.bench.measure.Blocking;
import dev.svar.bench.measure.Cell;
import dev.svar.bench.measure.Metric;
import dev.svar.bench.measure.Payload;
import dev.svar.bench.measure.Pipelined;
import dev.svar.bench.peers.PythonCalls;
import dev.svar.bench.peers.Semantics;
import dev.svar.bench.peers.SpringCalls;
import dev.svar.bench.peers.SvarCalls;
import dev.svar.bench.report.Target;
import dev.svar.bench.scale.BesideParked;
import dev.svar.bench.scale.ManyMethods;
import dev.svar.bench.scale.ManyTopics;
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
    targets.add(
        Target.ratio(
            new Cell(Groups.BESIDE_PARKED, Payload.of(1024), new Pipelined(64)).name(),
            BesideParked.name(Groups.MANY_PARKED),
            BesideParked.name(0),
            Metric.RATE,
            0.8));
    targets.add(flat(Groups.TOPICS, ManyTopics.name(Groups.MANY_TOPICS), ManyTopics.name(1)));
    targets.add(flat(Groups.METHODS, ManyMethods.name(Groups.MANY_METHODS), ManyMethods.name(10)));
    return targets;
  }

  /** Within what the measurement can tell. */
  private static Target flat(String group, String many, String few) {
    return Target.ratio(cell(group, 16), many, few, Metric.RATE, 0.9);
  }

  private static String cell(String group, int callers) {
    return new Cell(group, Payload.of(1024), new Blocking(callers)).name();
  }
}
