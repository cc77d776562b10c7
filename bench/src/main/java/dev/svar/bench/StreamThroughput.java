package dev.svar.bench;

import dev.svar.Context;
import dev.svar.Target;
import dev.svar.Transport;
import dev.svar.rpc.Param;
import dev.svar.rpc.RpcClient;
import dev.svar.rpc.RpcServer;
import java.time.Duration;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * One long stream through one client and one server: how many items a second, and how much memory
 * is in use as it goes on? The memory is flat if the last figures are those of the first.
 *
 * <p>Arguments: the URL, such as {@code memory://bench}; how many items.
 */
public final class StreamThroughput {
  private static final int REPORTS = 10;

  private StreamThroughput() {}

  /** What is called. */
  public static final class Numbers {
    /** Gives 0 to n-1. */
    public Iterator<Integer> count(@Param("n") int n) {
      return IntStream.range(0, n).iterator();
    }
  }

  /** Runs it. */
  public static void main(String[] args) {
    String url = args[0];
    int items = Integer.parseInt(args[1]);
    try (Transport serving = Transport.builder().url(url).exchange("bench").open();
        Transport calling = Transport.builder().url(url).exchange("bench").open()) {
      RpcServer.builder(serving, Target.of("bench_streams", "host1"))
          .endpoint(new Numbers())
          .build()
          .start();
      RpcClient client = RpcClient.builder(calling, Target.of("bench_streams")).build();
      run(client, Math.min(items, 100_000)); // warms up
      System.out.printf(Locale.ROOT, "%s, %,d items%n", url.replaceAll("//.*@", "//"), items);
      run(client, items);
    }
  }

  private static void run(RpcClient client, int items) {
    int report = Math.max(1, items / REPORTS);
    long start = System.nanoTime();
    long last = start;
    int expected = 0;
    try (Stream<Integer> answers =
        client.multicall(Context.EMPTY, "count", Map.of("n", items), Integer.class)) {
      for (Iterator<Integer> each = answers.iterator(); each.hasNext(); ) {
        int item = each.next();
        if (item != expected++) {
          throw new IllegalStateException("item " + item + " instead of " + (expected - 1));
        }
        if (expected % report == 0) {
          long now = System.nanoTime();
          System.out.printf(
              Locale.ROOT,
              "%,12d items  %,9.0f items/s  %4d MiB in use%n",
              expected,
              report * 1e9 / (now - last),
              used());
          last = System.nanoTime();
        }
      }
    }
    if (expected != items) {
      throw new IllegalStateException(expected + " items instead of " + items);
    }
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    System.out.printf(Locale.ROOT, "in %.1f s%n", took.toMillis() / 1e3);
  }

  /** What is reachable, in MiB. */
  private static long used() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return (runtime.totalMemory() - runtime.freeMemory()) >> 20;
  }
}
