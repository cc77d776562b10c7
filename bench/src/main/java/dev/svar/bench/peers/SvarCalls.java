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

  private final String name;
  private final Transport transport;
  private final RpcClient client;
  private final Role server;

  private SvarCalls(String name, String url, String topic, Role server) {
    this.name = name;
    this.server = server;
    transport = Transport.builder().url(url).exchange(SvarServer.EXCHANGE).open();
    client = RpcClient.builder(transport, Target.of(topic)).build();
  }

  /** Client and server in this JVM, each with a transport of its own. */
  public static SvarCalls open(String url) {
    return new SvarCalls(NAME, url, TOPIC, serve(url));
  }

  /** The client here, the server elsewhere. */
  public static SvarCalls open(String url, Role server) {
    return new SvarCalls(NAME, url, TOPIC, server);
  }

  /** Client and server in this JVM; methods run on virtual threads, or on a pool. */
  public static SvarCalls open(String url, boolean virtual) {
    String name = virtual ? "virtual threads" : "pool";
    String topic = TOPIC + (virtual ? "_virtual" : "_pool");
    return new SvarCalls(name, url, topic, new SvarServer(url, topic, "host1", virtual));
  }

  /** The server alone. */
  public static Role serve(String url) {
    return new SvarServer(url, TOPIC, "host1");
  }

  @Override
  public String name() {
    return name;
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
