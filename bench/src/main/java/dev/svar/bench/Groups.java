package dev.svar.bench;

import dev.svar.bench.broker.Brokers;
import dev.svar.bench.measure.Blocking;
import dev.svar.bench.measure.Cell;
import dev.svar.bench.measure.Group;
import dev.svar.bench.measure.Load;
import dev.svar.bench.measure.Paced;
import dev.svar.bench.measure.Payload;
import dev.svar.bench.measure.Pipelined;
import dev.svar.bench.peers.ClientsOwnCalls;
import dev.svar.bench.peers.Elsewhere;
import dev.svar.bench.peers.GrpcCalls;
import dev.svar.bench.peers.HandCalls;
import dev.svar.bench.peers.HandCasts;
import dev.svar.bench.peers.HandEvents;
import dev.svar.bench.peers.HandFanout;
import dev.svar.bench.peers.HandOff;
import dev.svar.bench.peers.HandStreams;
import dev.svar.bench.peers.KafkaHandEvents;
import dev.svar.bench.peers.Kind;
import dev.svar.bench.peers.PythonCalls;
import dev.svar.bench.peers.PythonEvents;
import dev.svar.bench.peers.Semantics;
import dev.svar.bench.peers.SpringCalls;
import dev.svar.bench.peers.SpringCasts;
import dev.svar.bench.peers.SvarCalls;
import dev.svar.bench.peers.SvarCasts;
import dev.svar.bench.peers.SvarEvents;
import dev.svar.bench.peers.SvarFanout;
import dev.svar.bench.peers.SvarStreams;
import dev.svar.bench.peers.VertxCalls;
import dev.svar.bench.scale.BesideParked;
import dev.svar.bench.scale.Footprint;
import dev.svar.bench.scale.InFlight;
import dev.svar.bench.scale.ManyMethods;
import dev.svar.bench.scale.ManyServers;
import dev.svar.bench.scale.ManyTopics;
import dev.svar.bench.scale.Trial;
import java.util.ArrayList;
import java.util.List;

/** What is measured: groups of contestants, and their cells. */
final class Groups {
  static final String RABBIT_CALL = "call over RabbitMQ";
  static final String RABBIT_CAST = "cast over RabbitMQ";
  static final String RABBIT_CALL_APART = "call over RabbitMQ to another JVM";
  static final String MEMORY_CALL = "call within a process";
  static final String RABBIT_EVENTS = "events over RabbitMQ";
  static final String KAFKA_EVENTS = "events over Kafka";
  static final String RABBIT_VARIANTS = "call over RabbitMQ by hand, one thing changed";
  static final String RABBIT_THREADS = "call over RabbitMQ on kinds of threads";
  static final String RABBIT_PACED = "call over RabbitMQ at a rate";

  static final String BESIDE_PARKED = "call over RabbitMQ beside others in flight";
  static final String TOPICS = "call within a process to many topics";
  static final String METHODS = "call within a process to many methods";
  static final int MANY_PARKED = 100_000;
  static final int MANY_TOPICS = 10_000;
  static final int MANY_METHODS = 10_000;

  private static final Payload KIB = Payload.of(1024);
  private static final List<Payload> PAYLOADS =
      List.of(KIB, Payload.of(100), Payload.of(64 << 10), Payload.of(1 << 20));

  /** Not the single caller first: it takes long until the compiler has seen enough of it. */
  private static final List<Load> LOADS =
      List.of(new Blocking(16), new Blocking(1), new Blocking(64), new Pipelined(1024));

  private static final List<Payload> SMALL = List.of(KIB, Payload.of(100));

  /** The slowest ones in a hundred calls are compared, and the compiler is at work for long. */
  private static final int CALL_WARM_UPS = 3;

  /** The first Java that has them. */
  private static final int VIRTUAL_THREADS = 21;

  /** What a publisher has under way. */
  static final Load EVENTS = new Pipelined(1024);

  private final Brokers brokers;

  Groups(Brokers brokers) {
    this.brokers = brokers;
  }

  /** Everything. */
  List<Group> full() {
    return List.of(
        rabbitCall(cells(RABBIT_CALL, PAYLOADS, LOADS)),
        rabbitCast(cells(RABBIT_CAST, PAYLOADS, LOADS), false),
        rabbitCallApart(),
        rabbitVariants(),
        rabbitThreads(),
        rabbitPaced(),
        memoryCall(cells(MEMORY_CALL, PAYLOADS, LOADS)),
        fanout(3),
        fanout(50),
        rabbitEvents(),
        kafkaEvents(),
        rabbitStreams(),
        memoryStreams(),
        besideParked(),
        topics(),
        methods());
  }

  /** What is not measured as operations of contestants. */
  List<Trial> trials(int rounds) {
    return List.of(
        new InFlight(brokers, rounds), new ManyServers(brokers, rounds), new Footprint(brokers));
  }

  /** What matters every day. */
  List<Group> everyDay() {
    List<Payload> one = List.of(KIB);
    List<Load> loads = LOADS.subList(0, 2);
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
        cells,
        CALL_WARM_UPS);
  }

  private Group rabbitCallApart() {
    return new Group(
        RABBIT_CALL_APART,
        into -> {
          String url = brokers.rabbitUrl();
          into.add(SvarCalls.open(url, Elsewhere.serve(Kind.SVAR_CALLS, url)));
          into.add(HandCalls.open(url, Semantics.SAME, Elsewhere.serve(Kind.HAND_CALLS, url)));
          into.add(
              HandCalls.open(url, Semantics.CHEAPEST, Elsewhere.serve(Kind.CHEAPEST_CALLS, url)));
        },
        brokers::rabbitProcess,
        cells(RABBIT_CALL_APART, List.of(KIB), LOADS));
  }

  /** What else could be asked of the broker, and of the client library. */
  private Group rabbitVariants() {
    return new Group(
        RABBIT_VARIANTS,
        into -> {
          into.add(HandCalls.open(brokers.rabbitUrl(), Semantics.SAME));
          for (Semantics variant : Semantics.variants()) {
            into.add(HandCalls.open(brokers.rabbitUrl(), variant));
          }
        },
        brokers::rabbitProcess,
        cells(RABBIT_VARIANTS, List.of(KIB), List.of(new Blocking(16))));
  }

  /** Virtual threads, where this Java has them, against a pool. */
  private Group rabbitThreads() {
    return new Group(
        RABBIT_THREADS,
        into -> {
          into.add(SvarCalls.open(brokers.rabbitUrl(), true));
          into.add(SvarCalls.open(brokers.rabbitUrl(), false));
        },
        brokers::rabbitProcess,
        Runtime.version().feature() < VIRTUAL_THREADS
            ? List.of()
            : cells(RABBIT_THREADS, List.of(KIB), LOADS));
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

  private Group besideParked() {
    return new Group(
        BESIDE_PARKED,
        into -> {
          into.add(new BesideParked(brokers.rabbitUrl(), MANY_PARKED));
          into.add(new BesideParked(brokers.rabbitUrl(), 0));
        },
        brokers::rabbitProcess,
        cells(BESIDE_PARKED, List.of(KIB), List.of(new Pipelined(64))));
  }

  private static Group topics() {
    return new Group(
        TOPICS,
        into -> {
          for (int topics : new int[] {MANY_TOPICS, 100, 1}) {
            into.add(new ManyTopics("memory://bench-topics-" + topics, topics));
          }
        },
        Group.Broker.NONE,
        cells(TOPICS, List.of(KIB), List.of(new Blocking(16))));
  }

  private static Group methods() {
    return new Group(
        METHODS,
        into -> {
          for (int methods : new int[] {MANY_METHODS, 1_000, 10}) {
            into.add(new ManyMethods(methods));
          }
        },
        Group.Broker.NONE,
        cells(METHODS, List.of(KIB), List.of(new Blocking(16))));
  }

  private Group rabbitPaced() {
    return new Group(
        RABBIT_PACED,
        into -> {
          into.add(SvarCalls.open(brokers.rabbitUrl()));
          into.add(HandCalls.open(brokers.rabbitUrl(), Semantics.SAME));
        },
        brokers::rabbitProcess,
        cells(RABBIT_PACED, List.of(KIB), List.of(new Paced(500), new Paced(1500))));
  }

  private Group fanout(int servers) {
    String name = "fanout to " + servers + " servers over RabbitMQ";
    return new Group(
        name,
        into -> {
          into.add(new SvarFanout(brokers.rabbitUrl(), servers));
          into.add(new HandFanout(brokers.rabbitUrl(), servers));
        },
        brokers::rabbitProcess,
        cells(name, List.of(KIB), List.of(new Blocking(1), new Pipelined(64))));
  }

  private Group rabbitEvents() {
    return new Group(
        RABBIT_EVENTS,
        into -> {
          String url = brokers.rabbitUrl();
          into.add(new SvarEvents(url));
          into.add(new HandEvents(url));
          if (PythonCalls.version().isPresent()) {
            into.add(new PythonEvents(url));
          }
        },
        brokers::rabbitProcess,
        cells(RABBIT_EVENTS, PAYLOADS, List.of(EVENTS)));
  }

  private Group kafkaEvents() {
    return new Group(
        KAFKA_EVENTS,
        into -> {
          String url = brokers.kafkaUrl();
          into.add(new SvarEvents(url + "?svar_auto_offset_reset=earliest"));
          into.add(new KafkaHandEvents(url));
        },
        brokers::kafkaProcess,
        cells(KAFKA_EVENTS, List.of(KIB, Payload.of(100), Payload.of(64 << 10)), List.of(EVENTS)));
  }

  private Group rabbitStreams() {
    String name = "stream over RabbitMQ";
    return new Group(
        name,
        into -> {
          into.add(new SvarStreams(brokers.rabbitUrl()));
          into.add(new HandStreams(brokers.rabbitUrl()));
        },
        brokers::rabbitProcess,
        cells(name, SMALL, List.of(new Blocking(1))));
  }

  private static Group memoryStreams() {
    String name = "stream within a process";
    return new Group(
        name,
        into -> into.add(new SvarStreams("memory://bench-streams")),
        Group.Broker.NONE,
        cells(name, SMALL, List.of(new Blocking(1))));
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
