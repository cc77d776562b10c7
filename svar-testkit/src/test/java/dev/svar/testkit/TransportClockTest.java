package dev.svar.testkit;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.svar.CallTimeoutException;
import dev.svar.Context;
import dev.svar.Target;
import dev.svar.Transport;
import dev.svar.rpc.RpcClient;
import dev.svar.rpc.RpcServer;
import dev.svar.testkit.rpc.Endpoints;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

/** A test moves the time that a transport measures deadlines by. */
class TransportClockTest {
  private static final Duration SOON = Duration.ofSeconds(30);

  private final TestClock clock = TestClock.create();

  private Transport open() {
    return Transport.builder().url("memory://clock").clock(clock).scheduler(clock.timer()).open();
  }

  @Test
  void a_call_times_out_when_the_clock_says_so_and_not_before() throws Exception {
    Endpoints.Blocking blocking = new Endpoints.Blocking();
    try (Transport transport = open()) {
      RpcServer.builder(transport, Target.of("compute", "host1"))
          .endpoint(blocking)
          .build()
          .start();
      CompletableFuture<Object> call =
          RpcClient.builder(transport, Target.of("compute"))
              .build()
              .callAsync(Context.EMPTY, "block", Map.of("id", 1));
      assertThat(blocking.entered.poll(SOON.toSeconds(), SECONDS)).isEqualTo(1);

      clock.advance(Duration.ofSeconds(59));
      assertThat(call).isNotDone();
      clock.advance(Duration.ofSeconds(2));

      assertThat(call)
          .failsWithin(SOON)
          .withThrowableOfType(ExecutionException.class)
          .withCauseInstanceOf(CallTimeoutException.class)
          .withMessageContaining("No reply to block from openstack/compute within 60 s");
      blocking.letGo.countDown();
    }
  }

  @Test
  void heartbeats_keep_a_monitored_call_alive_as_the_clock_goes() throws Exception {
    Endpoints.Blocking blocking = new Endpoints.Blocking();
    try (Transport transport = open()) {
      RpcServer.builder(transport, Target.of("compute", "host1"))
          .endpoint(blocking)
          .build()
          .start();
      RpcClient client =
          RpcClient.builder(transport, Target.of("compute"))
              .timeout(Duration.ofHours(1))
              .monitor(Duration.ofSeconds(10))
              .build();
      CompletableFuture<Object> call = client.callAsync(Context.EMPTY, "block", Map.of("id", 1));
      assertThat(blocking.entered.poll(SOON.toSeconds(), SECONDS)).isEqualTo(1);

      for (int i = 0; i < 30; i++) {
        clock.advance(Duration.ofSeconds(5));
        // The heartbeat came before the answer to this call, in order, on the same inbox.
        assertThat(client.call(Context.EMPTY, "quick", Map.of())).isEqualTo("quick");
      }

      assertThat(call).isNotDone();
      blocking.letGo.countDown();
      assertThat(call).succeedsWithin(SOON).isEqualTo(1);
    }
  }
}
