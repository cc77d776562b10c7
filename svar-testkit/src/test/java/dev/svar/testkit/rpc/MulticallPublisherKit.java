package dev.svar.testkit.rpc;

import dev.svar.Context;
import dev.svar.Target;
import dev.svar.Transport;
import dev.svar.rpc.RpcClient;
import dev.svar.rpc.RpcServer;
import java.util.Map;
import java.util.concurrent.Flow;
import org.reactivestreams.tck.TestEnvironment;
import org.reactivestreams.tck.flow.FlowPublisherVerification;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;

/** What the kit checks: streams over the memory driver. */
public final class MulticallPublisherKit extends FlowPublisherVerification<Object> {
  private static final long SIGNAL_MILLIS = 1_500;
  private static final long NO_SIGNAL_MILLIS = 50;

  private Transport transport;
  private RpcClient client;

  public MulticallPublisherKit() {
    super(new TestEnvironment(SIGNAL_MILLIS, NO_SIGNAL_MILLIS), SIGNAL_MILLIS);
  }

  @BeforeClass
  public void open() {
    transport = Transport.open("memory://reactive-streams");
    RpcServer.builder(transport, Target.of("streams", "host1"))
        .endpoint(new Streaming())
        .build()
        .start();
    client = RpcClient.builder(transport, Target.of("streams")).build();
  }

  @AfterClass
  public void close() {
    transport.close();
  }

  @Override
  public Flow.Publisher<Object> createFlowPublisher(long elements) {
    int n = (int) Math.min(elements, Integer.MAX_VALUE);
    return client.multicallAsync(Context.EMPTY, "count", Map.of("n", n));
  }

  @Override
  public Flow.Publisher<Object> createFailedFlowPublisher() {
    return client.multicallAsync(Context.EMPTY, "missing", Map.of());
  }
}
