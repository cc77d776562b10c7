package dev.svar.testkit.rpc;

import dev.svar.Context;
import dev.svar.Counter;
import dev.svar.Target;
import dev.svar.Transport;
import dev.svar.rpc.RpcClient;
import dev.svar.rpc.RpcServer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;

/** Opens transports, servers and clients on names of their own, and closes them after each test. */
public abstract class EndToEnd implements Bus {
  /** Generous: only a failing test waits that long. */
  protected static final Duration SOON = Duration.ofSeconds(30);

  /** For calls that are to time out. */
  protected static final Duration SHORT = Duration.ofMillis(300);

  protected final String exchange = "x-" + UUID.randomUUID();
  protected final String topic = "t-" + UUID.randomUUID();

  private final Deque<AutoCloseable> open = new ArrayDeque<>();

  @AfterEach
  final void closeWhatIsOpen() throws Exception {
    while (!open.isEmpty()) {
      open.pop().close();
    }
  }

  /** Closes {@code resource} after the test, before what was opened earlier. */
  protected final <T extends AutoCloseable> T closing(T resource) {
    open.push(resource);
    return resource;
  }

  /** A transport of its own. */
  protected final Transport open() {
    return open(builder -> builder);
  }

  /** A transport of its own with settings. */
  protected final Transport open(UnaryOperator<Transport.Builder> settings) {
    return closing(settings.apply(transport().exchange(exchange).responseTimeout(SOON)).open());
  }

  /** A started server with these endpoints, on a transport of its own. */
  protected final RpcServer serve(String server, Object... endpoints) {
    return serve(open(), server, endpoints);
  }

  /** A started server with these endpoints. */
  protected final RpcServer serve(Transport transport, String server, Object... endpoints) {
    RpcServer.Builder builder = RpcServer.builder(transport, Target.of(topic, server));
    for (Object endpoint : endpoints) {
      builder.endpoint(endpoint);
    }
    return start(builder);
  }

  /** Builds and starts a server. */
  protected final RpcServer start(RpcServer.Builder builder) {
    RpcServer started = closing(builder.build());
    started.start(SOON);
    return started;
  }

  /** A client of the topic on a transport of its own. */
  protected final RpcClient client() {
    return client(open());
  }

  /** A client of the topic. */
  protected final RpcClient client(Transport transport) {
    return RpcClient.builder(transport, Target.of(topic)).build();
  }

  /** Calls without a context. */
  protected static Object call(RpcClient client, String method, Map<String, ?> args) {
    return client.call(Context.EMPTY, method, args);
  }

  /** How often {@code counter} was counted. */
  protected static long count(Transport transport, Counter counter) {
    return transport.counts().of(counter);
  }
}
