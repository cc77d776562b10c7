package dev.svar.bench.peers;

import dev.svar.Context;
import dev.svar.Target;
import dev.svar.Transport;
import dev.svar.bench.measure.Payload;
import dev.svar.bench.measure.Publisher;
import dev.svar.rpc.RpcClient;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.LongAdder;

/**
 * Casts through the library: each ends when the broker has confirmed it, and a round when the
 * server has taken all.
 */
public final class SvarCasts implements Publisher {
  private static final String TOPIC = "bench_svar_casts";

  private final SvarServer server;
  private final Transport transport;
  private final RpcClient client;
  private final LongAdder sent = new LongAdder();

  /** Client and server in this JVM, each with a transport of its own. */
  public SvarCasts(String url) {
    server = new SvarServer(url, TOPIC, "host1");
    transport = Transport.builder().url(url).exchange(SvarServer.EXCHANGE).open();
    client = RpcClient.builder(transport, Target.of(TOPIC)).build();
  }

  @Override
  public String name() {
    return SvarCalls.NAME;
  }

  @Override
  public String settings() {
    return "everything by default: each cast is confirmed, the server acknowledges before it runs";
  }

  @Override
  public void call(Payload payload) {
    client.cast(Context.EMPTY, "take", payload.args());
    sent.increment();
  }

  @Override
  public CompletionStage<?> callAsync(Payload payload) {
    sent.increment();
    return client.castAsync(Context.EMPTY, "take", payload.args());
  }

  @Override
  public boolean isAsync() {
    return true;
  }

  @Override
  public void settle() throws InterruptedException {
    Progress.await(server.echo::taken, sent.sum());
  }

  @Override
  public void close() {
    transport.close();
    server.close();
  }
}
