package dev.svar.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class LoadTest {
  private static final Duration SHORT = Duration.ofMillis(20);
  private static final Payload PAYLOAD = Payload.of(100);

  private final AtomicInteger calls = new AtomicInteger();
  private final Latencies latencies = new Latencies();

  private class Counting implements Caller {
    @Override
    public String name() {
      return "counting";
    }

    @Override
    public String settings() {
      return "";
    }

    @Override
    public void call(Payload payload) throws Exception {
      calls.incrementAndGet();
      Thread.onSpinWait();
    }

    @Override
    public CompletionStage<?> callAsync(Payload payload) throws Exception {
      return CompletableFuture.runAsync(calls::incrementAndGet);
    }

    @Override
    public boolean isAsync() {
      return true;
    }

    @Override
    public void close() {}
  }

  @Test
  void every_operation_of_blocking_callers_is_counted_and_timed() throws Exception {
    Work work = new Blocking(3).drive(new Counting(), PAYLOAD, SHORT, latencies);

    assertThat(work.operations()).isPositive().isEqualTo(calls.get());
    assertThat(latencies.total().getTotalCount()).isEqualTo(work.operations());
    assertThat(work.nanos()).isGreaterThanOrEqualTo(SHORT.toNanos());
  }

  @Test
  void all_asynchronous_operations_have_ended_when_a_round_ends() throws Exception {
    Work work = new Pipelined(10).drive(new Counting(), PAYLOAD, SHORT, latencies);

    assertThat(work.operations()).isPositive().isEqualTo(calls.get());
    assertThat(latencies.total().getTotalCount()).isEqualTo(work.operations());
  }

  @Test
  void the_time_of_a_paced_operation_counts_from_when_it_was_due() throws Exception {
    Caller slowAtFirst =
        new Counting() {
          @Override
          public CompletionStage<?> callAsync(Payload payload) throws Exception {
            if (calls.incrementAndGet() == 1) {
              Thread.sleep(50);
            }
            return CompletableFuture.completedFuture(null);
          }
        };

    Work work = new Paced(1_000).drive(slowAtFirst, PAYLOAD, SHORT, latencies);

    assertThat(work.operations()).isEqualTo(20);
    // All were due while the first one held up the rest: the last was due at 19 ms, and began
    // after 50 ms.
    assertThat(latencies.total().getMinValue()).isGreaterThan(Duration.ofMillis(30).toNanos());
  }

  @Test
  void an_operation_that_fails_fails_the_round() {
    Caller failing =
        new Counting() {
          @Override
          public CompletionStage<?> callAsync(Payload payload) {
            return CompletableFuture.failedFuture(new IllegalArgumentException("no"));
          }
        };

    assertThatThrownBy(() -> new Pipelined(2).drive(failing, PAYLOAD, SHORT, latencies))
        .hasMessage("an operation of counting failed")
        .hasRootCauseMessage("no");
  }

  @Test
  void a_load_is_read_as_it_was_written() {
    for (Load load : List.of(new Blocking(16), new Pipelined(1024), new Paced(500))) {
      assertThat(Loads.read(Loads.written(load))).isEqualTo(load);
    }
    assertThatThrownBy(() -> Loads.read("threads:3"))
        .hasMessage("load: \"threads:3\" (expected: such as blocking:16)");
  }
}
