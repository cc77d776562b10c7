package dev.svar.bench;

import dev.svar.bench.broker.Brokers;
import dev.svar.bench.measure.Blocking;
import dev.svar.bench.measure.Cell;
import dev.svar.bench.measure.Group;
import dev.svar.bench.measure.Load;
import dev.svar.bench.measure.Payload;
import dev.svar.bench.measure.Pipelined;
import dev.svar.bench.peers.ClientsOwnCalls;
import dev.svar.bench.peers.GrpcCalls;
import dev.svar.bench.peers.HandCalls;
import dev.svar.bench.peers.HandCasts;
import dev.svar.bench.peers.HandOff;
import dev.svar.bench.peers.PythonCalls;
import dev.svar.bench.peers.Semantics;
import dev.svar.bench.peers.SpringCalls;
import dev.svar.bench.peers.SpringCasts;
import dev.svar.bench.peers.SvarCalls;
import dev.svar.bench.peers.SvarCasts;
import dev.svar.bench.peers.VertxCalls;
import java.util.ArrayList;
import java.util.List;

/** What is measured: groups of contestants, and their cells. */
final class Groups {
  static final String RABBIT_CALL = "call over RabbitMQ";
  static final String RABBIT_CAST = "cast over RabbitMQ";
  static final String MEMORY_CALL = "call within a process";

  private static final Payload KIB = Payload.of(1024);
  private static final List<Payload> PAYLOADS =
      List.of(KIB, Payload.of(100), Payload.of(64 << 10), Payload.of(1 << 20));
  private static final List<Load> LOADS =
      List.of(new Blocking(1), new Blocking(16), new Blocking(64), new Pipelined(1024));

  private final Brokers brokers;

  Groups(Brokers brokers) {
    this.brokers = brokers;
  }

  /** Everything. */
  List<Group> full() {
    return List.of(
        rabbitCall(cells(RABBIT_CALL, PAYLOADS, LOADS)),
        rabbitCast(cells(RABBIT_CAST, PAYLOADS, LOADS), false),
        memoryCall(cells(MEMORY_CALL, PAYLOADS, LOADS)));
  }

  /** What matters every day. */
  List<Group> everyDay() {
    List<Payload> one = List.of(KIB);
    List<Load> loads = List.of(new Blocking(1), new Blocking(16));
    return List.of(
        new Group(
            RABBIT_CALL,
            into -> {
              into.add(SvarCalls.open(brokers.rabbitUrl()));
              into.add(HandCalls.open(brokers.rabbitUrl(), Semantics.SAME));
            },
            brokers::rabbitProcess,
            cells(RABBIT_CALL, one, loads)),
        rabbitCast(cells(RABBIT_CAST, one, List.of(new Blocking(16))), true),
        memoryCall(cells(MEMORY_CALL, one, loads)));
  }

  private Group rabbitCall(List<Cell> cells) {
    return new Group(
        RABBIT_CALL,
        into -> {
          String url = brokers.rabbitUrl();
          into.add(SvarCalls.open(url));
          into.add(HandCalls.open(url, Semantics.SAME));
          into.add(HandCalls.open(url, Semantics.CHEAPEST));
          into.add(new ClientsOwnCalls(url));
          into.add(new SpringCalls(url, false));
          into.add(new SpringCalls(url, true));
          if (PythonCalls.version().isPresent()) {
            into.add(new PythonCalls(url));
          }
          into.add(new GrpcCalls());
        },
        brokers::rabbitProcess,
        cells);
  }

  private Group rabbitCast(List<Cell> cells, boolean everyDay) {
    return new Group(
        RABBIT_CAST,
        into -> {
          into.add(new SvarCasts(brokers.rabbitUrl()));
          into.add(new HandCasts(brokers.rabbitUrl()));
          if (!everyDay) {
            into.add(new SpringCasts(brokers.rabbitUrl()));
          }
        },
        brokers::rabbitProcess,
        cells);
  }

  private static Group memoryCall(List<Cell> cells) {
    return new Group(
        MEMORY_CALL,
        into -> {
          into.add(SvarCalls.open("memory://bench"));
          into.add(new HandOff(64));
          into.add(new VertxCalls());
        },
        Group.Broker.NONE,
        cells);
  }

  private static List<Cell> cells(String group, List<Payload> payloads, List<Load> loads) {
    List<Cell> cells = new ArrayList<>();
    for (Payload payload : payloads) {
      for (Load load : loads) {
        if ((long) payload.bytes() * load.size() <= 64 << 20) {
          cells.add(new Cell(group, payload, load));
        }
      }
    }
    return cells;
  }
}
