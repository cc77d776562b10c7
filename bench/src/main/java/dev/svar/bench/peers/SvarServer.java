package dev.svar.bench.peers;

import dev.svar.Target;
import dev.svar.Transport;
import dev.svar.rpc.RpcServer;

/** Ours, with everything by default. */
final class SvarServer implements Role {
  static final String EXCHANGE = "bench";

  private final Transport transport;
  final Echo echo = new Echo();

  SvarServer(String url, String topic, String server) {
    transport = Transport.builder().url(url).exchange(EXCHANGE).open();
    RpcServer.builder(transport, Target.of(topic, server)).endpoint(echo).build().start();
  }

  @Override
  public void close() {
    transport.close();
  }
}
