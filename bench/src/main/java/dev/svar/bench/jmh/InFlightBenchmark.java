package dev.svar.bench.jmh;

import dev.svar.Context;
import dev.svar.Target;
import dev.svar.Transport;
import dev.svar.rpc.RpcClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A call that is begun and forgotten, beside others in flight: it is entered among them, encoded,
 * published to nobody, given a deadline, and taken out again.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class InFlightBenchmark {
  private static final Map<String, Object> ARGS = Map.of("value", 12);

  /** How many others there are. */
  @Param({"0", "100000"})
  public int others;

  private final List<CompletableFuture<?>> calls = new ArrayList<>();
  private final Transport transport =
      Transport.builder().url("memory://bench-in-flight").exchange("bench").open();
  private final RpcClient client =
      RpcClient.builder(transport, Target.of("nobody"))
          .mandatory(false)
          .timeout(Duration.ofHours(1))
          .build();

  @Setup
  public void begin() {
    for (int i = 0; i < others; i++) {
      calls.add(client.callAsync(Context.EMPTY, "echo", ARGS));
    }
  }

  @Benchmark
  public boolean beginAndForget() {
    return client.callAsync(Context.EMPTY, "echo", ARGS).cancel(false);
  }

  @TearDown
  public void close() {
    calls.forEach(call -> call.cancel(false));
    transport.close();
  }
}
