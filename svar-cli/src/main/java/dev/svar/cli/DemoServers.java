package dev.svar.cli;

import dev.svar.Target;
import dev.svar.Transport;
import dev.svar.rpc.RpcServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The two servers of the demo, each with a transport of its own, as separate programs have. */
final class DemoServers implements AutoCloseable {
  static final String ONE = "one";
  static final String TWO = "two";

  private final List<Transport> transports = new ArrayList<>();
  private final List<RpcServer> servers = new ArrayList<>();
  private final BlockingQueue<String> noted = new LinkedBlockingQueue<>();
  private final CountDownLatch end = new CountDownLatch(1);

  /** Starts them on the topic of {@code target}. */
  DemoServers(Supplier<Transport> connected, Target target) {
    try {
      for (String name : List.of(ONE, TWO)) {
        Transport transport = connected.get();
        transports.add(transport);
        RpcServer server =
            RpcServer.builder(transport, target.withServer(name))
                .endpoint(new DemoEndpoint(name, noted, end))
                .build();
        servers.add(server);
        server.start(transport.responseTimeout());
      }
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /**
   * Which servers noted something since the last time, sorted; waits until {@code count} did.
   *
   * @throws InterruptedException if the user does not want to wait
   */
  List<String> noted(int count, Duration limit) throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    TreeSet<String> names = new TreeSet<>();
    for (int i = 0; i < count; i++) {
      String name = noted.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (name == null) {
        break;
      }
      names.add(name);
    }
    return List.copyOf(names);
  }

  @Override
  public void close() {
    end.countDown();
    servers.forEach(server -> server.stop(Duration.ofSeconds(5)));
    transports.forEach(BusCommand::close);
  }
}
