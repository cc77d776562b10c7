package dev.svar.bench.scale;

import dev.svar.Context;
import dev.svar.Target;
import dev.svar.Transport;
import dev.svar.bench.measure.Caller;
import dev.svar.bench.measure.Payload;
import dev.svar.bench.peers.Echo;
import dev.svar.rpc.RpcClient;
import dev.svar.rpc.RpcServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

/** Calls to as many topics as there are, in turn; each has a server, all on one transport. */
public final class ManyTopics implements Caller {
  private final int topics;
  private final Transport serving;
  private final Transport calling;
  private final List<RpcClient> clients = new ArrayList<>();
  private final AtomicInteger next = new AtomicInteger();

  /** Starts all servers. */
  public ManyTopics(String url, int topics) {
    this.topics = topics;
    Echo echo = new Echo();
    serving = Transport.builder().url(url).exchange("bench").open();
    calling = Transport.builder().url(url).exchange("bench").open();
    for (int i = 0; i < topics; i++) {
      String topic = "bench_topic_" + topics + "_" + i;
      RpcServer.builder(serving, Target.of(topic, "host1")).endpoint(echo).build().start();
      clients.add(RpcClient.builder(calling, Target.of(topic)).build());
    }
  }

  /** What one with so many is called. */
  public static String name(int topics) {
    return topics == 1 ? "1 topic" : String.format(Locale.ROOT, "%,d topics", topics);
  }

  @Override
  public String name() {
    return name(topics);
  }

  @Override
  public String settings() {
    return "as many servers on one transport";
  }

  private RpcClient client() {
    return clients.get(Math.floorMod(next.getAndIncrement(), topics));
  }

  @Override
  public void call(Payload payload) {
    client().call(Context.EMPTY, "echo", payload.args());
  }

  @Override
  public CompletionStage<?> callAsync(Payload payload) {
    return client().callAsync(Context.EMPTY, "echo", payload.args());
  }

  @Override
  public boolean isAsync() {
    return true;
  }

  @Override
  public void close() {
    calling.close();
    serving.close();
  }
}
