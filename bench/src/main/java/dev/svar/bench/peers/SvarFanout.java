package dev.svar.bench.peers;

import dev.svar.Context;
import dev.svar.Target;
import dev.svar.Transport;
import dev.svar.bench.measure.Payload;
import dev.svar.bench.measure.Publisher;
import dev.svar.rpc.RpcClient;
import dev.svar.rpc.RpcServer;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.LongAdder;

/** Messages to every server of a topic through the library. */
public final class SvarFanout implements Publisher {
  private final int servers;
  private final Echo echo = new Echo();
  private final Transport serving;
  private final Transport publishing;
  private final RpcClient client;
  private final LongAdder sent = new LongAdder();

  /** One transport with so many servers, another one for the client. */
  public SvarFanout(String url, int servers) {
    this.servers = servers;
    String topic = "bench_svar_fanout_" + servers;
    serving = Transport.builder().url(url).exchange(SvarServer.EXCHANGE).open();
    for (int i = 0; i < servers; i++) {
      RpcServer.builder(serving, Target.of(topic, "host" + i)).endpoint(echo).build().start();
    }
    publishing = Transport.builder().url(url).exchange(SvarServer.EXCHANGE).open();
    client = RpcClient.builder(publishing, Target.of(topic)).build();
  }

  @Override
  public String name() {
    return SvarCalls.NAME;
  }

  @Override
  public String settings() {
    return "everything by default; all servers on one transport";
  }

  @Override
  public void call(Payload payload) {
    sent.increment();
    client.fanout(Context.EMPTY, "take", payload.args());
  }

  @Override
  public CompletionStage<?> callAsync(Payload payload) {
    sent.increment();
    return client.fanoutAsync(Context.EMPTY, "take", payload.args());
  }

  @Override
  public boolean isAsync() {
    return true;
  }

  @Override
  public void settle() throws InterruptedException {
    Progress.await(echo::taken, sent.sum() * servers);
  }

  @Override
  public void close() {
    publishing.close();
    serving.close();
  }
}
