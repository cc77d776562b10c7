package dev.svar.bench;

import dev.svar.Context;
import dev.svar.Target;
import dev.svar.Transport;
import dev.svar.rpc.Param;
import dev.svar.rpc.RpcClient;
import dev.svar.rpc.RpcServer;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * Calls over RabbitMQ, through the library and by hand ({@link CallsByHand}) in turn, by one caller
 * and by sixteen: how many times as long does the library take?
 *
 * <p>Arguments: the port of a broker on this host with the user guest; how many calls in all, each
 * way.
 */
public final class CallLatency {
  /** Many short ones, so that what else happens on the machine meets both alike. */
  private static final int ROUNDS = 41;

  private static final Map<String, ?> ARGS =
      Map.of("value", Map.of("id", 12, "name", "volume-1", "tags", java.util.List.of("a", "b")));

  private CallLatency() {}

  /** What is called. */
  public static final class Echo {
    /** Gives back what it gets. */
    public Object echo(@Param("value") Object value) {
      return value;
    }
  }

  private interface Caller {
    void call() throws Exception;
  }

  /** Runs it. */
  public static void main(String[] args) throws Exception {
    int port = Integer.parseInt(args[0]);
    int calls = args.length > 1 ? Integer.parseInt(args[1]) : 40_000;
    String url = "rabbit://guest:guest@127.0.0.1:" + port + "/";
    try (CallsByHand byHand = new CallsByHand("127.0.0.1", port, "/");
        Transport serving = Transport.builder().url(url).exchange("bench").open();
        Transport calling = Transport.builder().url(url).exchange("bench").open()) {
      RpcServer.builder(serving, Target.of("bench_library", "host1"))
          .endpoint(new Echo())
          .build()
          .start();
      RpcClient client = RpcClient.builder(calling, Target.of("bench_library")).build();
      Caller hand = () -> byHand.call("echo", ARGS);
      Caller library = () -> client.call(Context.EMPTY, "echo", ARGS);
      for (int callers : new int[] {1, 16}) {
        compare(hand, library, callers, calls);
      }
    }
  }

  private static void compare(Caller hand, Caller library, int callers, int calls)
      throws Exception {
    run(hand, callers, calls);
    run(library, callers, calls);
    double[] ratios = new double[ROUNDS];
    Histogram allByHand = new Histogram(3);
    Histogram allThrough = new Histogram(3);
    for (int round = 0; round < ROUNDS; round++) {
      Histogram byHand = run(hand, callers, calls / ROUNDS);
      Histogram through = run(library, callers, calls / ROUNDS);
      ratios[round] = through.getMean() / byHand.getMean();
      allByHand.add(byHand);
      allThrough.add(through);
    }
    print("by hand", callers, allByHand);
    print("library", callers, allThrough);
    Arrays.sort(ratios);
    System.out.printf(
        Locale.ROOT,
        "%d callers: the library takes %.2f times as long (median of %d; quartiles %.2f, %.2f)%n",
        callers,
        ratios[ROUNDS / 2],
        ROUNDS,
        ratios[ROUNDS / 4],
        ratios[ROUNDS * 3 / 4]);
  }

  private static void print(String name, int callers, Histogram times) {
    System.out.printf(
        Locale.ROOT,
        "%s, %2d callers: mean %.0f us, median %.0f us, 99%% %.0f us%n",
        name,
        callers,
        times.getMean() / 1_000,
        times.getValueAtPercentile(50) / 1_000.0,
        times.getValueAtPercentile(99) / 1_000.0);
  }

  private static Histogram run(Caller caller, int callers, int calls) throws Exception {
    Histogram times = new ConcurrentHistogram(3);
    CountDownLatch done = new CountDownLatch(callers);
    for (int i = 0; i < callers; i++) {
      Thread thread =
          new Thread(
              () -> {
                try {
                  for (int n = 0; n < calls / callers; n++) {
                    long start = System.nanoTime();
                    caller.call();
                    times.recordValue(System.nanoTime() - start);
                  }
                } catch (Exception e) {
                  throw new IllegalStateException(e);
                } finally {
                  done.countDown();
                }
              },
              "caller-" + i);
      thread.start();
    }
    done.await();
    return times;
  }
}
