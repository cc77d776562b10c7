package dev.svar.bench.peers;

import dev.svar.Context;
import dev.svar.Target;
import dev.svar.Transport;
import dev.svar.bench.measure.Contestant;
import dev.svar.bench.measure.Latencies;
import dev.svar.bench.measure.Load;
import dev.svar.bench.measure.Payload;
import dev.svar.bench.measure.Work;
import dev.svar.rpc.Param;
import dev.svar.rpc.RpcClient;
import dev.svar.rpc.RpcServer;
import java.time.Duration;
import java.util.Collections;
import java.util.Iterator;
import java.util.Map;
import java.util.stream.Stream;

/** Streams of items through the library, over any driver, one after the other. */
public final class SvarStreams implements Contestant {
  private static final String TOPIC = "bench_svar_streams";

  /** How many items a stream has. */
  static final int ITEMS = 2_000;

  private final Transport serving;
  private final Transport calling;
  private final RpcClient client;

  /** Client and server, each on a transport of its own. */
  public SvarStreams(String url) {
    serving = Transport.builder().url(url).exchange(SvarServer.EXCHANGE).open();
    RpcServer.builder(serving, Target.of(TOPIC, "host1")).endpoint(new Items()).build().start();
    calling = Transport.builder().url(url).exchange(SvarServer.EXCHANGE).open();
    client = RpcClient.builder(calling, Target.of(TOPIC)).build();
  }

  /** What is called. */
  public static final class Items {
    /** Gives the value so many times. */
    public Iterator<Object> repeat(@Param("value") Object value, @Param("times") int times) {
      return Collections.nCopies(times, value).iterator();
    }
  }

  @Override
  public String name() {
    return SvarCalls.NAME;
  }

  @Override
  public String settings() {
    return "everything by default; streams of " + ITEMS + " items, read one after the other";
  }

  @Override
  public Work run(Load load, Payload payload, Duration duration, Latencies latencies) {
    long begin = System.nanoTime();
    long items = 0;
    while (System.nanoTime() - begin < duration.toNanos()) {
      try (Stream<?> answers = open(payload, ITEMS)) {
        items += answers.count();
      }
    }
    return new Work(items, System.nanoTime() - begin);
  }

  /** One stream; closed by who reads it. */
  public Stream<?> open(Payload payload, int items) {
    return client.multicall(
        Context.EMPTY, "repeat", Map.of("value", payload.value(), "times", items));
  }

  @Override
  public void close() {
    calling.close();
    serving.close();
  }
}
