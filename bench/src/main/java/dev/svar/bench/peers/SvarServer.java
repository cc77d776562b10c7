package dev.svar.bench.peers;

import dev.svar.Target;
import dev.svar.Transport;
import dev.svar.rpc.RpcServer;
import org.jspecify.annotations.Nullable;

/** Ours, with everything by default, but perhaps for its threads. */
final class SvarServer implements Role {
  static final String EXCHANGE = "bench";

  private final Transport transport;
  final Echo echo = new Echo();

  SvarServer(String url, String topic, String server) {
    this(url, topic, server, null);
  }

  /**
   * A server.
   *
   * @param virtual whether methods run on virtual threads; null for the default
   */
  SvarServer(String url, String topic, String server, @Nullable Boolean virtual) {
    transport = Transport.builder().url(url).exchange(EXCHANGE).open();
    RpcServer.Builder builder =
        RpcServer.builder(transport, Target.of(topic, server)).endpoint(echo);
    if (virtual != null) {
      builder.virtualThreads(virtual);
    }
    builder.build().start();
  }

  @Override
  public void close() {
    transport.close();
  }
}
