package dev.svar.bench.peers;

import dev.svar.Context;
import dev.svar.Target;
import dev.svar.Transport;
import dev.svar.bench.measure.Caller;
import dev.svar.bench.measure.Payload;
import dev.svar.rpc.RpcClient;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Calls through the library, over any driver. */
public final class SvarCalls implements Caller {
  /** What ours is called in every group. */
  public static final String NAME = "svar";

  static final String TOPIC = "bench_svar";

  private final Transport transport;
  private final RpcClient client;
  private final Role server;

  private SvarCalls(String url, Role server) {
    this.server = server;
    transport = Transport.builder().url(url).exchange(SvarServer.EXCHANGE).open();
    client = RpcClient.builder(transport, Target.of(TOPIC)).build();
  }

  /** Client and server in this JVM, each with a transport of its own. */
  public static SvarCalls open(String url) {
    return new SvarCalls(url, serve(url));
  }

  /** The client here, the server elsewhere. */
  public static SvarCalls open(String url, Role server) {
    return new SvarCalls(url, server);
  }

  /** The server alone. */
  public static Role serve(String url) {
    return new SvarServer(url, TOPIC, "host1");
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String settings() {
    return "everything by default; client and server have a transport each";
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
  public List<ProcessHandle> processes() {
    return server.processes();
  }

  @Override
  public void close() throws IOException {
    transport.close();
    server.close();
  }
}
