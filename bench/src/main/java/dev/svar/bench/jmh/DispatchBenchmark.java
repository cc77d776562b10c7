package dev.svar.bench.jmh;

import dev.svar.Context;
import dev.svar.Serializer;
import dev.svar.driver.Dialect;
import dev.svar.driver.Message;
import dev.svar.internal.codec.Codec;
import dev.svar.internal.codec.DecodeException;
import dev.svar.internal.codec.IncomingRequest;
import dev.svar.internal.codec.Limits;
import dev.svar.internal.endpoint.Endpoint;
import dev.svar.internal.endpoint.EndpointMethod;
import dev.svar.rpc.AccessPolicy;
import dev.svar.rpc.Param;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A request that has been decoded: its method is found, its arguments are read, it is called. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class DispatchBenchmark {
  private static final String REQUEST =
      """
      {"oslo.version": "2.0", "oslo.message": "{\\"method\\": \\"add\\", \\"args\\": \
      {\\"name\\": \\"volume-1\\", \\"size\\": 12}, \\"_unique_id\\": \\"1\\"}"}""";

  private final Map<String, EndpointMethod> methods =
      Endpoint.of(new Volumes()).methods(AccessPolicy.NO_UNDERSCORE);
  private final IncomingRequest request = decoded();

  /** What is called. */
  public static final class Volumes {
    /** Does next to nothing. */
    public int add(@Param("name") String name, @Param("size") int size) {
      return name.length() + size;
    }
  }

  private static IncomingRequest decoded() {
    try {
      return new Codec(Dialect.OSLO, Optional.empty(), Limits.DEFAULT)
          .decodeRequest(Message.of(REQUEST));
    } catch (DecodeException e) {
      throw new IllegalStateException(e);
    }
  }

  @Benchmark
  public @Nullable Object dispatch() throws Throwable {
    EndpointMethod method = methods.get(request.method());
    if (method == null) {
      throw new IllegalStateException("no " + request.method() + " among " + methods.keySet());
    }
    return method.call(Context.EMPTY, request.args(), Serializer.NONE);
  }
}
