package dev.svar.bench.scale;

import dev.svar.Context;
import dev.svar.Target;
import dev.svar.Transport;
import dev.svar.bench.measure.Caller;
import dev.svar.bench.measure.Payload;
import dev.svar.bench.peers.Echo;
import dev.svar.rpc.RpcClient;
import dev.svar.rpc.RpcServer;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.CompletionStage;

/** Calls of a client that has others in flight, which are not answered. */
public final class BesideParked implements Caller {
  private final int parkedCalls;
  private final Transport serving;
  private final Transport calling;
  private final ParkedCalls parked;
  private final RpcClient client;

  /** Parks so many first. */
  public BesideParked(String url, int parkedCalls) throws Exception {
    this.parkedCalls = parkedCalls;
    String topic = "bench_beside_" + parkedCalls;
    serving = Transport.builder().url(url).exchange("bench").open();
    RpcServer.builder(serving, Target.of(topic, "host1")).endpoint(new Echo()).build().start();
    calling = Transport.builder().url(url).exchange("bench").open();
    client = RpcClient.builder(calling, Target.of(topic)).build();
    parked = new ParkedCalls(url, calling, topic + "_parked");
    parked.park(parkedCalls, Payload.of(100));
  }

  /** What one with so many is called. */
  public static String name(int parkedCalls) {
    return String.format(Locale.ROOT, "beside %,d in flight", parkedCalls);
  }

  @Override
  public String name() {
    return name(parkedCalls);
  }

  @Override
  public String settings() {
    return "calls of one client, which awaits so many others that nobody answers";
  }

  @Override
  public void call(Payload payload) {
    client.call(Context.EMPTY, "echo", payload.args());
  }

  @Override
  public CompletionStage<?> callAsync(Payload payload) {
    return client.callAsync(Context.EMPTY, "echo", payload.args());
  }

  @Override
  public boolean isAsync() {
    return true;
  }

  @Override
  public void close() throws IOException {
    parked.close();
    calling.close();
    serving.close();
  }
}
