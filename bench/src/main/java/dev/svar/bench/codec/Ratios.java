package dev.svar.bench.codec;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * {@link MessageBenchmark} in many short rounds, codec and plain Jackson in turn, so that whatever
 * else the machine does meets both alike: how many times as long does the codec take? Times are
 * those of the thread, not of the clock. What is allocated is beside that by hand, too.
 *
 * <p>Arguments: how many bytes of payload; then kinds, by default all.
 */
public final class Ratios {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static final int ROUNDS = 201;
  private static final int WARM_UP_ROUNDS = 60;

  /** Nanoseconds that a round may take, about. */
  private static final long ROUND = 5_000_000;

  private Ratios() {}

  /** One thing to measure. */
  private interface Work {
    @Nullable Object run() throws Exception;
  }

  /** The ways of one direction. */
  private static final class Pair {
    private final Work codec;
    private final Work plain;
    private final Work byHand;
    private final int repeats;
    private final double[] codecTimes = new double[ROUNDS];
    private final double[] plainTimes = new double[ROUNDS];

    Pair(Work codec, Work plain, Work byHand, int size) {
      this.codec = codec;
      this.plain = plain;
      this.byHand = byHand;
      this.repeats = (int) Math.max(1, ROUND / (2_000L + size * 10L));
    }

    void round(int round) throws Exception {
      double codecTime = time(codec);
      double plainTime = time(plain);
      if (round >= 0) {
        codecTimes[round] = codecTime;
        plainTimes[round] = plainTime;
      }
    }

    private double time(Work work) throws Exception {
      long start = THREADS.getCurrentThreadCpuTime();
      for (int i = 0; i < repeats; i++) {
        result = work.run();
      }
      return (double) (THREADS.getCurrentThreadCpuTime() - start) / repeats;
    }
  }

  /** So that no work is left out. */
  @SuppressWarnings("unused")
  private static volatile @Nullable Object result;

  /** Runs it. */
  public static void main(String[] args) throws Exception {
    int size = Integer.parseInt(args[0]);
    Kind[] kinds =
        args.length == 1
            ? Kind.values()
            : Arrays.stream(args).skip(1).map(Kind::valueOf).toArray(Kind[]::new);
    Pair[] pairs = new Pair[2 * kinds.length];
    for (int i = 0; i < kinds.length; i++) {
      MessageBenchmark benchmark = new MessageBenchmark();
      benchmark.kind = kinds[i];
      benchmark.size = size;
      benchmark.prepare();
      pairs[2 * i] =
          new Pair(benchmark::encode, benchmark::plainEncode, benchmark::byHandEncode, size);
      pairs[2 * i + 1] =
          new Pair(benchmark::decode, benchmark::plainDecode, benchmark::byHandDecode, size);
    }
    for (int round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
      for (Pair pair : pairs) {
        pair.round(round);
      }
    }
    for (int i = 0; i < kinds.length; i++) {
      print(kinds[i] + " encode", size, pairs[2 * i]);
      print(kinds[i] + " decode", size, pairs[2 * i + 1]);
      print(kinds[i] + " both", size, pairs[2 * i], pairs[2 * i + 1]);
    }
    print("all", size, pairs);
  }

  private static void print(String name, int size, Pair... pairs) throws Exception {
    double[] codec = new double[ROUNDS];
    double[] plain = new double[ROUNDS];
    double[] ratios = new double[ROUNDS];
    long codecBytes = 0;
    long plainBytes = 0;
    long byHandBytes = 0;
    for (Pair pair : pairs) {
      for (int i = 0; i < ROUNDS; i++) {
        codec[i] += pair.codecTimes[i];
        plain[i] += pair.plainTimes[i];
        ratios[i] = codec[i] / plain[i];
      }
      codecBytes += allocated(pair.codec);
      plainBytes += allocated(pair.plain);
      byHandBytes += allocated(pair.byHand);
    }
    System.out.printf(
        Locale.ROOT,
        "%-15s %5d bytes: %7.0f ns, plain %7.0f ns, ratio %.2f; %6d bytes, plain %6d, by hand"
            + " %6d%n",
        name,
        size,
        median(codec),
        median(plain),
        median(ratios),
        codecBytes,
        plainBytes,
        byHandBytes);
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private static long allocated(Work work) throws Exception {
    int repeats = 1_000;
    long start = THREADS.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < repeats; i++) {
      result = work.run();
    }
    return (THREADS.getCurrentThreadAllocatedBytes() - start) / repeats;
  }
}
